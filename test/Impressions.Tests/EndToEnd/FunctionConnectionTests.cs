using System.Diagnostics;
using System.Text;

namespace Impressions.Tests;

/// <summary>The published function where Personalize is what it is in the world: behind TLS, perhaps behind a proxy.</summary>
public sealed class FunctionConnectionTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Invoke_TrustedCertificate_SendsOverTheConnectionOpenedBefore() => PassAsync(Built.Function);

    [Fact]
    public async Task Invoke_UnknownCertificate_SendsNothingAndAsksForTheRecordAgain()
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(Built.Function, front);
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
        Assert.Contains(
            "\"connection\"",
            await function.Function.Output.ReadAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Start_NobodyAnswers_WaitsForASecondAndGoesOn()
    {
        var started = Stopwatch.GetTimestamp();
        await using var front = new TlsFront();
        await using var function = await StartAsync(
            Built.Function,
            front,
            ("SSL_CERT_FILE", front.CertificatePath)
        );

        var invocation = SendAsync(function, "late");
        while (front.Handshakes < 2) // the second is the invocation's own
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "No invocation was asked for");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var waited = Stopwatch.GetElapsedTime(started);
        front.ForwardTo(function.Personalize.Address);
        await invocation;

        Assert.True(waited >= TimeSpan.FromSeconds(1), $"{waited}");
    }

    [Fact]
    public async Task Invoke_BehindProxy_CallsThroughIt()
    {
        await using var proxy = new ScriptedServer(Reply.Status(200));

        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = new Dictionary<string, string>
                {
                    ["AWS_ENDPOINT_URL_PERSONALIZE_EVENTS"] = "http://personalize-events.test",
                    ["http_proxy"] = $"http://{proxy.Address}",
                },
            },
            CancellationToken.None
        );
        var answer = await function.InvokeAsync(Some.Payload(Some.Line()), Patience, CancellationToken.None);

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
        var call = Assert.Single(proxy.Requests, request => request.Body.Length > 0);
        Assert.Equal("POST http://personalize-events.test/events HTTP/1.1", call.Line);
        Assert.Equal("personalize-events.test", call.Headers["Host"]);
    }

    /// <summary>Whichever function it is, native or not.</summary>
    internal static async Task PassAsync(string functionPath)
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(
            functionPath,
            front,
            ("SSL_CERT_FILE", front.CertificatePath)
        );
        front.ForwardTo(function.Personalize.Address);

        await SendAsync(function, "first");
        await SendAsync(function, "second");

        Assert.Equal([200, 200], function.Personalize.Calls.Select(call => call.Status));
        Assert.Equal(1, front.Handshakes); // of the connection opened before the first invocation was asked for
    }

    static async Task SendAsync(LocalLambda function, string eventId)
    {
        var payload = Some.Payload(Some.Line((EnrichedColumn.EventId, eventId)));
        var answer = await function.InvokeAsync(payload, Patience, CancellationToken.None);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }

    static Task<LocalLambda> StartAsync(
        string functionPath,
        TlsFront front,
        params (string Name, string Value)[] settings
    ) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(functionPath)
            {
                Settings = settings
                    .Append(("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", front.Address))
                    .ToDictionary(setting => setting.Item1, setting => setting.Item2),
            },
            CancellationToken.None
        );
}
