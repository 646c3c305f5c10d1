using System.Text;

namespace Impressions.Tests;

/// <summary>The published function where Personalize is what it is in the world: behind TLS.</summary>
public sealed class FunctionTlsTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Invoke_TrustedCertificate_SendsAndKeepsItsConnections() => PassAsync(Built.Function);

    [Fact]
    public async Task Invoke_UnknownCertificate_SendsNothingAndAsksForTheRecordAgain()
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(Built.Function, front);

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

    /// <summary>Whichever function it is, native or not.</summary>
    internal static async Task PassAsync(string functionPath)
    {
        await using var front = new TlsFront();
        await using var function = await StartAsync(
            functionPath,
            front,
            ("SSL_CERT_FILE", front.CertificatePath)
        );

        await SendAsync(function, "first");
        await SendAsync(function, "second");

        Assert.Equal([200, 200], function.Personalize.Calls.Select(call => call.Status));
        Assert.InRange(front.Handshakes, 1, 2); // of the one opened ahead, and of a call that came before it was through
    }

    static async Task SendAsync(LocalLambda function, string eventId)
    {
        var payload = Some.Payload(Some.Line((EnrichedColumn.EventId, eventId)));
        var answer = await function.InvokeAsync(payload, Patience, CancellationToken.None);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }

    static async Task<LocalLambda> StartAsync(
        string functionPath,
        TlsFront front,
        params (string Name, string Value)[] settings
    )
    {
        var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(functionPath)
            {
                Settings = settings
                    .Append(("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", front.Address))
                    .ToDictionary(setting => setting.Item1, setting => setting.Item2),
            },
            CancellationToken.None
        );
        front.ForwardTo(function.Personalize.Address);
        return function;
    }
}
