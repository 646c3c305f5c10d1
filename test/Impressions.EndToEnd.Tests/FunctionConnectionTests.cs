using System.Diagnostics;
using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function where Personalize is what it is in the world: behind TLS, perhaps behind a proxy.</summary>
public sealed class FunctionConnectionTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>From connecting to asking for the first invocation, if that does not wait; half of how long it may.</summary>
    static readonly TimeSpan LongStart = TimeSpan.FromMilliseconds(500);

    [Fact]
    public Task Invoke_TrustedCertificate_SendsOverTheConnectionOpenedBefore() => PassAsync(Built.Function);

    [Fact]
    public async Task Invoke_UnknownCertificate_SendsNothingAndAsksForTheRecordAgain()
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(front.Address);
        front.ForwardTo(function.Personalize.Address);

        var answer = await function.InvokeAsync(
            Some.Payload(Some.Line()),
            TimeSpan.FromSeconds(3),
            CancellationToken.None
        );

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"100"}]}""",
            Encoding.UTF8.GetString(answer.Response.Span)
        );
        Assert.Empty(function.Personalize.Calls);
        Assert.Contains("\"tls\"", await function.Function.Output.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NobodyAnswers_GoesOnAfterAWhile()
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(front.Address, ("SSL_CERT_FILE", front.CertificatePath));

        var invocation = SendAsync(function, "late");
        for (var waited = Stopwatch.StartNew(); front.Connections < 2; ) // the second is the invocation's own
        {
            Assert.True(waited.Elapsed < Patience, "No invocation was asked for");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        front.ForwardTo(function.Personalize.Address);
        await invocation;
    }

    [Fact]
    public async Task Invoke_BehindProxy_CallsThroughIt()
    {
        await using var proxy = new ScriptedServer(Reply.Status(200));
        await using var function = await StartAsync(
            "http://personalize-events.test",
            ("http_proxy", $"http://{proxy.Address}")
        );

        await SendAsync(function, "far");

        var call = Assert.Single(proxy.Requests, request => request.Body.Length > 0);
        Assert.Equal("POST http://personalize-events.test/events HTTP/1.1", call.Line);
        Assert.Equal("personalize-events.test", call.Headers["Host"]);
    }

    [Fact]
    public async Task Start_TlsBehindProxy_AsksItForATunnel()
    {
        await using var proxy = new ScriptedServer(Reply.Status(502));
        await using var function = await StartAsync(
            "https://personalize-events.test",
            ("HTTPS_PROXY", $"http://{proxy.Address}")
        );

        await proxy.FirstRequest.WaitAsync(Patience);

        Assert.Equal("CONNECT personalize-events.test:443 HTTP/1.1", proxy.Requests[0].Line);
    }

    [Fact]
    public async Task Invoke_HostWithoutProxy_IsCalledItself()
    {
        await using var proxy = new ScriptedServer(Reply.Status(502));
        await using var server = new ScriptedServer(Reply.Status(200));
        await using var function = await StartAsync(
            $"http://{server.Address}",
            ("http_proxy", $"http://{proxy.Address}"),
            ("NO_PROXY", "127.0.0.1")
        );

        await SendAsync(function, "near");

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Invoke_ProfileInsteadOfVariables_SignsForItsRegionWithItsCredentials()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        var folder = Directory.CreateTempSubdirectory();
        var profile = Path.Combine(folder.FullName, "config");
        await File.WriteAllTextAsync(
            profile,
            """
            [default]
            region = eu-central-1
            aws_access_key_id = AKIDOFPROFILE
            aws_secret_access_key = secret
            """
        );
        await using var function = await StartAsync(
            $"http://{server.Address}",
            ("AWS_CONFIG_FILE", profile),
            ("AWS_REGION", ""),
            ("AWS_ACCESS_KEY_ID", "")
        );

        await SendAsync(function, "profile");

        folder.Delete(recursive: true);
        var call = Assert.Single(server.Requests, request => request.Body.Length > 0);
        Assert.Contains("Credential=AKIDOFPROFILE/", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains(
            "/eu-central-1/personalize/",
            call.Headers["Authorization"],
            StringComparison.Ordinal
        );
    }

    /// <summary>Two invocations over one connection, of whichever function; the first waits from the start.</summary>
    internal static async Task PassAsync(string functionPath)
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(
            functionPath,
            front.Address,
            ("SSL_CERT_FILE", front.CertificatePath)
        );

        var first = SendAsync(function, "first");
        await front.Connected.WaitAsync(Patience);
        await Task.Delay(LongStart); // if it were asked for now, its call would find no open connection
        front.ForwardTo(function.Personalize.Address);
        await first;
        await SendAsync(function, "second");

        Assert.Equal([200, 200], function.Personalize.Calls.Select(call => call.Status));
        Assert.Equal(1, front.Connections);
    }

    static async Task SendAsync(LocalLambda function, string eventId)
    {
        var payload = Some.Payload(Some.Line((EnrichedColumn.EventId, eventId)));
        var answer = await function.InvokeAsync(payload, Patience, CancellationToken.None);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }

    static Task<LocalLambda> StartAsync(string personalize, params (string Name, string Value)[] settings) =>
        StartAsync(Built.Function, personalize, settings);

    static Task<LocalLambda> StartAsync(
        string functionPath,
        string personalize,
        params (string Name, string Value)[] settings
    ) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(functionPath)
            {
                Settings = settings
                    .Append(("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", personalize))
                    .ToDictionary(setting => setting.Item1, setting => setting.Item2),
            },
            CancellationToken.None
        );
}
