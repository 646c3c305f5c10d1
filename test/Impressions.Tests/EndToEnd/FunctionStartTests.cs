using System.Diagnostics;
using System.Text;

namespace Impressions.Tests;

/// <summary>How the published function starts: it has its connection before it asks for the first invocation.</summary>
public sealed class FunctionStartTests
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

    /// <returns>From the process's start to the answer of an invocation that sends all.</returns>
    static async Task<TimeSpan> InvokeAsync(ScriptedServer server)
    {
        var started = Stopwatch.GetTimestamp();
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = new Dictionary<string, string>
                {
                    ["AWS_ENDPOINT_URL_PERSONALIZE_EVENTS"] = $"http://{server.Address}",
                },
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
