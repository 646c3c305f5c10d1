namespace Impressions;

/// <summary>
/// Makes one call until the service has taken or refused it, or it is not worth trying any longer. A throttled call is
/// repeated for as long as there is time, at the pace of all; one that failed otherwise a few times, after a wait that
/// grows and differs from call to call.
/// </summary>
/// <typeparam name="TCall">What the attempt needs, made once for all attempts of a call.</typeparam>
/// <param name="attempt">Makes one attempt; never throws.</param>
/// <param name="chance">0 to 1: the share of the longest wait that is waited.</param>
sealed class CallRetries<TCall>(
    Func<TCall, CancellationToken, Task<CallAnswer>> attempt,
    CallPace pace,
    TimeProvider time,
    Func<double> chance
)
{
    /// <summary>At most so long before the first retry: most broken connections are mended by a new one.</summary>
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How much longer before each further one.</summary>
    const int WaitGrowth = 4;

    /// <returns>The last answer, with the attempts and throttles of all.</returns>
    public async Task<CallAnswer> SendAsync(TCall call, RetryBudget budget, CancellationToken deadline)
    {
        var answer = new CallAnswer(CallOutcome.Unavailable, "deadline", Attempts: 0, Throttles: 0);
        try
        {
            for (var failures = 0; ; )
            {
                var startedAt = await pace.TakeTurnAsync(deadline).ConfigureAwait(false);
                if (budget.IsSpent)
                {
                    // another call found out meanwhile that none can succeed
                    return answer.Attempts > 0 ? answer : answer with { Code = "stopped" };
                }

                var latest = await attempt(call, deadline).ConfigureAwait(false);
                answer = latest with
                {
                    Attempts = answer.Attempts + latest.Attempts,
                    Throttles = answer.Throttles + latest.Throttles,
                };
                if (latest.IsThrottled)
                {
                    pace.Throttled(startedAt);
                    continue; // the turn is the wait
                }

                if (latest.Outcome == CallOutcome.Accepted)
                {
                    pace.Accepted();
                    budget.GiveBack();
                }

                if (
                    latest.Outcome != CallOutcome.Unavailable
                    || ++failures == RetryBudget.MaxAttempts
                    || !budget.TryTake()
                )
                {
                    return answer;
                }

                await Task.Delay(WaitAfter(failures), time, deadline).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return answer; // while it waited: what was said last stands
        }
    }

    TimeSpan WaitAfter(int failures) => FirstWait * Math.Pow(WaitGrowth, failures - 1) * chance();
}
