using System.Net;
using System.Text;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Sandbox;
using Impressions.Sandbox.Collector;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>The sandbox over HTTP with the published function behind it.</summary>
public sealed class SandboxServerTests : IAsyncLifetime, IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly HttpClient _http = new();
    SandboxHost? _sandbox;
    SandboxServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.True(
            ImpressionsOptions.TryRead(
                name => name == Settings.TrackingId.Name ? "none" : null,
                out var settings,
                out _
            )
        );
        _sandbox = await SandboxHost.StartAsync(
            new SandboxOptions(SandboxFunctions.Options, settings) { HasTracker = false },
            CancellationToken.None
        );
        _server = await SandboxServer.StartAsync(
            _sandbox,
            IPAddress.Loopback,
            port: 0,
            TimeProvider.System,
            CancellationToken.None
        );
        _http.BaseAddress = _server.Address;
    }

    public void Dispose() => _http.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _sandbox!.DisposeAsync();
    }

    [Fact]
    public async Task Post_BetweenEverythingBad_GoodEventsReachPersonalize()
    {
        var good = Request("ecommerce-product-view");
        string[] bodies =
        [
            "not JSON",
            "{}",
            good.Replace("\"ue\"", "\"zz\"", StringComparison.Ordinal),
            good.Replace("\"ue_pr\":\"", "\"ue_px\":\"*", StringComparison.Ordinal),
            good.Replace(
                "com.snowplowanalytics.snowplow.ecommerce/product",
                "com.acme/product",
                StringComparison.Ordinal
            ),
            good,
            new string('x', 2_000_000),
            good,
        ];
        foreach (var body in bodies)
        {
            await PostAsync(body);
            _ = await GetAsync("/api/events"); // one after the other, as a visitor would
        }

        var shown = await GetAsync("/api/events");

        Assert.Equal(3, Count(shown, "\"fate\":\"refused\""));
        Assert.Equal(2, Count(shown, "\"fate\":\"bad_row\""));
        Assert.Equal(1, Count(shown, "\"fate\":\"sent\""));
        Assert.Equal(1, Count(shown, "\"reason\":\"no_item\"")); // its product is somebody else's
        Assert.Contains(
            "\"unchecked\":[\"iglu:com.acme/product/jsonschema/1-0-0\"]",
            shown,
            StringComparison.Ordinal
        );
        Assert.Equal(1, Count(shown, "\"reason\":\"duplicate\""));
        Assert.Single(_sandbox!.Function.Personalize!.Accepted);
    }

    [Fact]
    public async Task Stream_WithoutATracker_SaysWhichCommandInstallsIt()
    {
        var shown = await StreamUntilAsync(text => text.Contains("event: state", StringComparison.Ordinal));

        Assert.Contains("\"tracker\":false", shown, StringComparison.Ordinal);
        Assert.Contains("cd src/Impressions.Sandbox/Page && npm ci", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/", "", 200)]
    [InlineData("GET", "/shop/products/anything", "", 200)]
    [InlineData("GET", "/page/sandbox.js", "", 200)]
    [InlineData("GET", "/page/Schemas.json", "", 404)]
    [InlineData("GET", "/tracker/..%2f..%2fappsettings.json", "", 404)]
    [InlineData("GET", "/tracker/", "", 404)]
    [InlineData("GET", "/none", "", 404)]
    [InlineData("POST", "/", "", 405)]
    [InlineData("DELETE", "/i", "", 405)]
    [InlineData("POST", "/api/reset", "", 204)]
    [InlineData("POST", "/api/reset", "https://elsewhere.example", 403)]
    [InlineData("GET", "/api/reset", "", 404)]
    [InlineData("GET", "/api/none", "", 404)]
    [InlineData("POST", "/api/events", "", 405)]
    public async Task Request_Any_IsAnsweredPlainly(string method, string path, string origin, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (origin.Length > 0)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await _http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    /// <summary>A page somewhere else must not read what is shown here by pointing its own name at this machine.</summary>
    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("rebound.example", 421)]
    public async Task Request_ByAnotherName_IsRefused(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;

        using var response = await _http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Function_Killed_StartsAgainWithTheNextEvent()
    {
        _sandbox!.Function.Process!.Kill();
        await PostAsync(Request("ecommerce-product-view"));
        var failed = await GetAsync("/api/events");
        await PostAsync(Request("ecommerce-product-view")); // not yet sent, so not a duplicate

        var shown = await GetAsync("/api/events");

        Assert.Contains("The function did not answer", failed, StringComparison.Ordinal);
        Assert.Equal(1, Count(shown, "\"fate\":\"sent\""));
        Assert.Single(_sandbox.Function.Personalize!.Accepted);
    }

    [Fact]
    public async Task Api_AfterEvents_AnswersWhatBecameOfThem()
    {
        await PostAsync(Request("ecommerce-product-view"));
        await PostAsync("not JSON");

        Assert.Equal(2, await LengthAsync("/api/events"));
        Assert.Equal(1, await LengthAsync("/api/good"));
        Assert.Equal(1, await LengthAsync("/api/bad"));
        using var interactions = JsonDocument.Parse(await GetAsync("/api/interactions"));
        var interaction = Assert.Single(interactions.RootElement.EnumerateArray());
        var taken = Assert.Single(_sandbox!.Function.Personalize!.Accepted);
        Assert.Equal("View", interaction.GetProperty("eventType").GetString());
        Assert.Equal(taken.Event.ItemId, interaction.GetProperty("itemId").GetString());
        Assert.Equal(taken.SessionId, interaction.GetProperty("sessionId").GetString());
        Assert.Equal(taken.UserId, interaction.GetProperty("userId").GetString());
    }

    [Fact]
    public async Task Reset_AfterEvents_ForgetsThemAndCountsFromNothing()
    {
        await PostAsync(Request("ecommerce-product-view"));
        using var reset = await _http.PostAsync(new Uri("/api/reset", UriKind.Relative), content: null);

        Assert.Equal(0, await LengthAsync("/api/events"));
        Assert.Equal(0, await LengthAsync("/api/interactions"));
        await StreamUntilAsync(text => text.Contains("event: metrics\ndata: {}", StringComparison.Ordinal));

        await PostAsync(Request("ecommerce-transaction"));
        Assert.NotEqual(0, await LengthAsync("/api/interactions"));
    }

    static int Count(string text, string part) => text.Split(part).Length - 1;

    static string Request(string name)
    {
        var file = File.ReadAllBytes(Repository.PathTo("test", "payloads", name + ".json"));
        using var json = JsonDocument.Parse(file);
        return json.RootElement[0].GetProperty("body").GetRawText();
    }

    Task<string> GetAsync(string path) =>
        _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    async Task<int> LengthAsync(string path)
    {
        using var list = JsonDocument.Parse(await GetAsync(path));
        return list.RootElement.GetArrayLength();
    }

    async Task PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(
            new Uri(CollectorEndpoint.PostPath, UriKind.Relative),
            content
        );
    }

    /// <summary>What a view that opens now is told, up to what is waited for.</summary>
    async Task<string> StreamUntilAsync(Func<string, bool> isThere)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (; ; )
        {
            await using var stream = await _http.GetStreamAsync(
                new Uri("/events", UriKind.Relative),
                limit.Token
            );
            var text = await ReadKeptAsync(stream, limit.Token);
            if (isThere(text))
            {
                return text;
            }
        }
    }

    /// <summary>All that is kept comes at once; then nothing for a while.</summary>
    static async Task<string> ReadKeptAsync(Stream stream, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new byte[1 << 16];
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            for (; ; )
            {
                pause.CancelAfter(TimeSpan.FromMilliseconds(200));
                var count = await stream.ReadAsync(buffer, pause.Token);
                _ = text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return text.ToString();
        }
    }
}
