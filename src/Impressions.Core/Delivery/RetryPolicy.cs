namespace Impressions.Core.Delivery;

/// <summary>What to do after an attempt of a call.</summary>
readonly record struct RetryDecision
{
    RetryDecision(TimeSpan wait, bool takesRetry) => (Wait, TakesRetry) = (wait, takesRetry);

    /// <summary>No further attempt: the latest answer is the call's.</summary>
    public static RetryDecision GiveUp => default;

    /// <summary>Attempt again as soon as <see cref="CallPace"/> allows it, which is the wait.</summary>
    public static RetryDecision NextTurn => new(TimeSpan.Zero, takesRetry: false);

    /// <summary>Before the next attempt; null to make none.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>True when the retry counts against those that all calls of an invocation may make together.</summary>
    public bool TakesRetry { get; }

    public static RetryDecision After(TimeSpan wait) => new(wait, takesRetry: true);
}

/// <summary>
/// Decides whether and when a call is attempted again. A throttled call is repeated for as long as there is time; one that
/// failed otherwise a few times, after a wait that grows and differs from call to call.
/// </summary>
static class RetryPolicy
{
    /// <summary>Of one call, not counting those that were throttled (attempts).</summary>
    public const int MaxAttempts = 4;

    /// <summary>Longest wait before the first retry: a new connection fixes most broken ones.</summary>
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Factor from one longest wait to the next.</summary>
    const int WaitGrowth = 4;

    /// <param name="failures">Attempts so far that were not throttled, the latest included; from 1.</param>
    /// <param name="latest">The latest attempt's answer.</param>
    /// <param name="timeLeft">Until no call may be under way any more.</param>
    /// <param name="chance">0 to 1: the share of the longest wait to wait.</param>
    public static RetryDecision Decide(int failures, CallAnswer latest, TimeSpan timeLeft, double chance)
    {
        if (latest.Outcome != CallOutcome.Unavailable)
        {
            return RetryDecision.GiveUp;
        }

        if (latest.IsThrottled)
        {
            return RetryDecision.NextTurn;
        }

        var wait = FirstWait * Math.Pow(WaitGrowth, failures - 1) * chance;
        return failures < MaxAttempts && wait < timeLeft ? RetryDecision.After(wait) : RetryDecision.GiveUp;
    }
}
