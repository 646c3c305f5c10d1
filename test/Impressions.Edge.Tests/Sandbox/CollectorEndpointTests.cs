using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Impressions.Emulation.Http;
using Impressions.Sandbox.Collector;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>The collector as a browser's tracker meets it, and as it meets what is no tracker.</summary>
public sealed class CollectorEndpointTests : IAsyncLifetime, IDisposable
{
    const string Schema = "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4";
    const string Event = """{"e":"pv","p":"web","tv":"js-4.10.1"}""";

    readonly List<TrackedEvent> _taken = [];
    readonly List<RefusedContent> _refused = [];
    readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    LoopbackServer? _server;

    public async ValueTask InitializeAsync()
    {
        var collector = new CollectorEndpoint(_taken.AddRange, _refused.Add, TimeProvider.System);
        _server = await LoopbackServer.StartAsync(collector.HandleAsync, port: 0, CancellationToken.None);
        _http.BaseAddress = _server.Address;
    }

    public void Dispose() => _http.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task Options_FromAnySite_AllowsWhatTheTrackerSends()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, CollectorEndpoint.PostPath);
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,sp-anonymous");

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://shop.example", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
        Assert.Equal("Content-Type, SP-Anonymous", Header(response, "Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task Post_Payload_IsTakenAndTheCookieKeepsTheVisitor()
    {
        using var first = await PostAsync(Payload(Event));
        var cookie = Header(first, "Set-Cookie").Split(';')[0];
        using var second = await PostAsync(Payload(Event), ("Cookie", cookie));

        Assert.Equal(2, _taken.Count);
        Assert.Equal("pv", _taken[0]["e"]);
        Assert.Equal($"sp={_taken[0].Request.NetworkUserId}", cookie);
        Assert.Equal(_taken[0].Request.NetworkUserId, _taken[1].Request.NetworkUserId);
        Assert.Equal("127.0.0.1", _taken[1].Request.IpAddress);
    }

    [Fact]
    public async Task Post_Anonymous_SetsNoCookieAndKnowsNobody()
    {
        using var response = await PostAsync(Payload(Event), ("SP-Anonymous", "*"));

        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal((null, null), (_taken[0].Request.NetworkUserId, _taken[0].Request.IpAddress));
    }

    [Fact]
    public async Task Get_Query_IsTakenAndAnsweredWithAPixel()
    {
        using var response = await _http.GetAsync(
            new Uri("/i?e=pv&page=a+b%20%C3%A9&url=%zz", UriKind.Relative)
        );

        Assert.Equal("image/gif", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("a b é", "%zz"), (_taken[0]["page"], _taken[0]["url"]));
    }

    [Theory]
    [InlineData("", "The request is empty*")]
    [InlineData("hello", "The body is not JSON*")]
    [InlineData("{\"schema\":", "The body is not JSON*")]
    [InlineData(
        $$"""{"schema":"{{Schema}}","data":[{"e":"\ud800"}]}""",
        "The body has a text that is no Unicode*"
    )]
    [InlineData("null", "The body is JSON, but no payload_data*")]
    [InlineData("[1,2]", "The body is JSON, but no payload_data*")]
    [InlineData(
        "{\"schema\":\"iglu:com.acme/other/jsonschema/1-0-0\",\"data\":[]}",
        "The body is JSON, but*"
    )]
    [InlineData($$"""{"schema":"{{Schema}}"}""", "The payload has no array*")]
    [InlineData($$"""{"schema":"{{Schema}}","data":{"e":"pv"} }""", "The payload has no array*")]
    [InlineData($$"""{"schema":"{{Schema}}","data":[]}""", "The payload has 0 events*")]
    [InlineData($$"""{"schema":"{{Schema}}","data":[7]}""", "An event of the payload is no object of texts*")]
    [InlineData($$"""{"schema":"{{Schema}}","data":[{"e":1}]}""", "An event of the payload is no object of*")]
    public async Task Post_NotATrackersPayload_IsShownAsWhatItIs(string body, string says)
    {
        using var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_taken);
        var refused = Assert.Single(_refused);
        Assert.Matches("^" + says.Replace("*", ".*", StringComparison.Ordinal) + "$", refused.Explanation);
        Assert.Equal(body, refused.Content);
    }

    [Fact]
    public async Task Post_TooManyEvents_IsRefused()
    {
        var events = string.Join(',', Enumerable.Repeat(Event, TrackerPayload.MaxEvents + 1));

        using var response = await PostAsync(Payload(events));

        Assert.Empty(_taken);
        Assert.StartsWith("The payload has 501 events", _refused[0].Explanation, StringComparison.Ordinal);
        Assert.InRange(_refused[0].Content.Length, 1_000, 2_001);
    }

    [Fact]
    public async Task Post_DeepJson_IsRefused()
    {
        using var response = await PostAsync(new string('[', 100_000));

        Assert.Equal("The body is not JSON", _refused[0].Explanation[..20]);
    }

    [Fact]
    public async Task Post_HugeBody_IsRefusedAndTheNextOneTaken()
    {
        using var huge = await PostAsync(new string('x', 50_000_000));
        using var next = await PostAsync(Payload(Event));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        Assert.Contains("1,000,000 bytes", Assert.Single(_refused).Explanation, StringComparison.Ordinal);
        Assert.Single(_taken);
    }

    static string Payload(string events) => $$"""{"schema":"{{Schema}}","data":[{{events}}]}""";

    static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));

    async Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, CollectorEndpoint.PostPath)
        {
            Content = content,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _http.SendAsync(request);
    }
}
