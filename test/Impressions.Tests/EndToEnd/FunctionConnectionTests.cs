using System.Diagnostics;
using System.Text;

namespace Impressions.Tests;

/// <summary>How the published function comes by its connection to Personalize.</summary>
public sealed class FunctionConnectionTests
{
    [Fact]
    public async Task Start_ConnectionIsOpen_TheFirstCallGoesOverIt()
    {
        await using var server = new ScriptedServer(Reply.Status(404), Reply.Status(200));

        _ = await InvokeAsync(server);

        Assert.Equal(
            ["GET / HTTP/1.1", "POST /events HTTP/1.1"],
            server.Requests.Select(request => request.Line)
        );
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Start_NobodyAnswers_WaitsForASecondAndGoesOn()
    {
        await using var server = new ScriptedServer(Reply.Hang, Reply.Status(200));

        var elapsed = await InvokeAsync(server);

        Assert.Equal(
            ["GET / HTTP/1.1", "POST /events HTTP/1.1"],
            server.Requests.Select(request => request.Line)
        );
        Assert.True(elapsed >= TimeSpan.FromSeconds(1), $"{elapsed}");
    }

    [Fact]
    public async Task Invoke_BehindProxy_CallsThroughIt()
    {
        await using var proxy = new ScriptedServer(Reply.Status(200));

        _ = await InvokeAsync(
            proxy,
            ("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", "http://personalize-events.test"),
            ("http_proxy", $"http://{proxy.Address}")
        );

        var call = Assert.Single(proxy.Requests, request => request.Body.Length > 0);
        Assert.Equal("POST http://personalize-events.test/events HTTP/1.1", call.Line);
        Assert.Equal("personalize-events.test", call.Headers["Host"]);
    }

    /// <returns>From the process's start to the answer of an invocation that sends all.</returns>
    static async Task<TimeSpan> InvokeAsync(
        ScriptedServer server,
        params (string Name, string Value)[] settings
    )
    {
        var started = Stopwatch.GetTimestamp();
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = settings
                    .Prepend(("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", $"http://{server.Address}"))
                    .GroupBy(setting => setting.Item1)
                    .ToDictionary(named => named.Key, named => named.Last().Item2),
            },
            CancellationToken.None
        );
        var answer = await function.InvokeAsync(
            Some.Payload(Some.Line()),
            TimeSpan.FromSeconds(30),
            CancellationToken.None
        );
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
        return Stopwatch.GetElapsedTime(started);
    }
}
