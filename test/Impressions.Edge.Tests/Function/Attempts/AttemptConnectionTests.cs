using Impressions.Core.Delivery;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Function.Attempts;

/// <summary>Connections that fail: of every host's attempt.</summary>
public abstract class AttemptConnectionTests : AttemptTests
{
    [Fact]
    public async Task PutEventsAsync_ConnectionReset_IsUnavailable()
    {
        var answer = await AnswerAsync(Reply.Reset);

        Assert.Equal(new(CallOutcome.Unavailable, "connection", Attempts: 1, Throttles: 0), answer);
    }

    [Fact]
    public async Task PutEventsAsync_HalfAnAnswer_IsUnavailable()
    {
        var answer = await AnswerAsync(Reply.HalfAnswer);

        Assert.Equal((CallOutcome.Unavailable, "connection"), (answer.Outcome, answer.Code));
    }

    [Fact]
    public async Task PutEventsAsync_NothingListens_IsUnavailable()
    {
        string address;
        await using (var server = new ScriptedServer())
        {
            address = server.Address;
        }

        using var attempt = Open($"http://{address}");
        var answer = await attempt.PutEventsAsync(CancellationToken.None);

        Assert.Equal(new(CallOutcome.Unavailable, "connection", Attempts: 1, Throttles: 0), answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\n{")] // stops in the body
    public async Task PutEventsAsync_AnswerDoesNotCome_TimesOut(string begin)
    {
        await using var server = new ScriptedServer(new Reply(begin, AfterReply.Hang));
        using var attempt = Open($"http://{server.Address}", attemptMilliseconds: 300);

        var answer = await attempt.PutEventsAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(new(CallOutcome.Unavailable, "timeout", Attempts: 1, Throttles: 0), answer);
    }

    [Fact]
    public async Task PutEventsAsync_DeadlinePasses_EndsAtOnce()
    {
        await using var server = new ScriptedServer(new Reply("", AfterReply.Hang));
        using var attempt = Open($"http://{server.Address}", attemptMilliseconds: 60_000);
        using var deadline = new CancellationTokenSource();

        var call = attempt.PutEventsAsync(deadline.Token);
        await server.FirstRequest.WaitAsync(TimeSpan.FromSeconds(30));
        await deadline.CancelAsync();
        var answer = await call.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(new(CallOutcome.Unavailable, "deadline", Attempts: 1, Throttles: 0), answer);
    }

    [Fact]
    public async Task PutEventsAsync_UnknownHost_IsMisconfigured()
    {
        using var attempt = Open("http://personalize-events.invalid");

        var answer = await attempt.PutEventsAsync(CancellationToken.None);

        Assert.True(
            (answer.Outcome, answer.Code)
                is
                    (CallOutcome.Misconfigured, "unknown_host")
                    or
                    (CallOutcome.Unavailable, "connection"), // where no name server answers at all
            answer.ToString()
        );
    }
}
