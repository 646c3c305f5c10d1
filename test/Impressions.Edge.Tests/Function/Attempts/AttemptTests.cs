using Impressions.Core.Delivery;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Function.Attempts;

/// <summary>One attempt of a PutEvents call, whichever client makes it.</summary>
public abstract class AttemptTests
{
    /// <summary>A client of the server at this URL, for calls that are always the same.</summary>
    private protected abstract Attempt Open(string url, int attemptMilliseconds = 10_000);

    /// <summary>Of a call to a server with these replies.</summary>
    private protected async Task<CallAnswer> AnswerAsync(params Reply[] replies)
    {
        await using var server = new ScriptedServer(replies);
        using var attempt = Open($"http://{server.Address}");

        var answer = await attempt.PutEventsAsync(CancellationToken.None);

        Assert.Equal(server.Requests.Count, answer.Attempts);
        Assert.DoesNotContain("4711", answer.ToString(), StringComparison.Ordinal); // what replies say stays out
        return answer;
    }
}

/// <param name="Client">Disposed of with this.</param>
sealed record Attempt(Func<CancellationToken, Task<CallAnswer>> PutEventsAsync, IDisposable Client)
    : IDisposable
{
    public void Dispose() => Client.Dispose();
}
