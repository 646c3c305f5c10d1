using Impressions.Core.Delivery;

namespace Impressions.Calls;

/// <summary>Attempts a call until <see cref="RetryPolicy"/> gives up, each attempt at the pace of all calls.</summary>
/// <typeparam name="TCall">What the attempt needs, made once for all attempts of a call.</typeparam>
/// <param name="attempt">Makes one attempt; never throws.</param>
/// <param name="chance">0 to 1; <see cref="RetryPolicy.Decide"/>.</param>
sealed class CallRetries<TCall>(
    Func<TCall, CancellationToken, Task<CallAnswer>> attempt,
    CallTurns turns,
    TimeProvider time,
    Func<double> chance
)
{
    /// <returns>The last answer, with the attempts and throttles of all.</returns>
    public async Task<CallAnswer> SendAsync(TCall call, RetryBudget budget, CancellationToken deadline)
    {
        var answer = new CallAnswer(CallOutcome.Unavailable, "deadline", Attempts: 0, Throttles: 0);
        try
        {
            for (var failures = 0; ; )
            {
                var startedAt = await turns.TakeAsync(deadline).ConfigureAwait(false);
                if (budget.IsSpent) // since the wait began
                {
                    return answer.Attempts > 0 ? answer : answer with { Code = "stopped" };
                }

                var latest = await attempt(call, deadline).ConfigureAwait(false);
                answer = latest with
                {
                    Attempts = answer.Attempts + latest.Attempts,
                    Throttles = answer.Throttles + latest.Throttles,
                };
                turns.Report(latest, startedAt);
                budget.Report(latest);
                failures += latest.IsThrottled ? 0 : 1;
                var decision = RetryPolicy.Decide(failures, latest, budget.TimeLeft, chance());
                if (decision.Wait is not { } wait || (decision.TakesRetry && !budget.TryTake()))
                {
                    return answer;
                }

                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, deadline).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return answer; // the deadline came during a wait
        }
    }
}
