using Impressions.Core.Batching;
using Impressions.Core.Delivery;

namespace Impressions.Calls;

/// <summary>
/// Sends batches: those of different sessions side by side, so that an invocation costs one round trip and not many;
/// those of one session one after the other.
/// </summary>
/// <param name="write">Makes the call of a batch.</param>
sealed class BatchSender<TCall>(
    CallRetries<TCall> calls,
    Func<Batch, TCall> write,
    int concurrency,
    SetUpCheck setUp,
    TimeProvider time
)
{
    /// <summary>
    /// Returns when no call is under way any more. A batch without an outcome was not sent: a session waits behind its first
    /// unavailable batch, and everything stops where no call can succeed or the service seems to be down.
    /// </summary>
    /// <param name="callTime">From now until <paramref name="deadline"/>.</param>
    /// <param name="deadline">Ends the calls that are under way then.</param>
    public async Task<List<SentBatch>> SendAsync(
        IReadOnlyList<IReadOnlyList<Batch>> sessions,
        TimeSpan callTime,
        CancellationToken deadline
    )
    {
        var run = new Run(new RetryBudget(time, callTime), deadline);
        var next = -1;
        // Each starts on this thread and gives it back once its request is out: there is nothing else to do meanwhile,
        // and waking other threads costs more than the little that is computed. A suspect set-up is tried one by one.
        var lanes = new Task[Math.Min(setUp.IsSuspect ? 1 : concurrency, sessions.Count)];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = SendInTurnAsync();
        }

        await Task.WhenAll(lanes).ConfigureAwait(false);
        return setUp.IsSuspect ? run.Sent.ConvertAll(KeepRefused) : run.Sent;

        async Task SendInTurnAsync()
        {
            for (int taken; (taken = Interlocked.Increment(ref next)) < sessions.Count; )
            {
                await SendSessionAsync(sessions[taken], run).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What was refused before the set-up was suspect is not the interactions' fault either.</summary>
    static SentBatch KeepRefused(SentBatch sent) =>
        sent.Answer.Outcome == CallOutcome.Rejected
            ? sent with
            {
                Answer = sent.Answer with { Outcome = CallOutcome.Misconfigured },
            }
            : sent;

    async Task SendSessionAsync(IReadOnlyList<Batch> session, Run run)
    {
        var waiting = new Stack<(Batch Batch, bool IsPart)>(session.Count);
        for (var i = session.Count - 1; i >= 0; i--)
        {
            waiting.Push((session[i], IsPart: false));
        }

        while (!run.IsOver && waiting.TryPop(out var next))
        {
            var answer = await CallAsync(next.Batch, run).ConfigureAwait(false);
            switch (answer.Outcome)
            {
                case CallOutcome.Accepted:
                    setUp.Accepted();
                    break;
                case CallOutcome.Misconfigured:
                    run.Budget.Stop();
                    return;
                case CallOutcome.Unavailable:
                    return; // what is behind it must not overtake it
                case CallOutcome.Rejected when IsSuspect(next.IsPart, run):
                    return; // neither split nor let go
                case CallOutcome.Rejected when next.Batch.Count > 1:
                    var (first, second) = next.Batch.Split();
                    waiting.Push((second, IsPart: true));
                    waiting.Push((first, IsPart: true));
                    break;
                default:
                    break; // refused alone: on to the next
            }
        }
    }

    async Task<CallAnswer> CallAsync(Batch batch, Run run)
    {
        var started = time.GetTimestamp();
        var answer = await calls.SendAsync(write(batch), run.Budget, run.Deadline).ConfigureAwait(false);
        lock (run.Sent)
        {
            run.Sent.Add(new SentBatch(batch, answer, time.GetUtcNow(), time.GetElapsedTime(started)));
        }

        return answer;
    }

    /// <summary>
    /// A batch was refused; true when the set-up is suspect. Each invocation tries a few batches all the same, so that good
    /// interactions behind bad ones clear it.
    /// </summary>
    bool IsSuspect(bool isPart, Run run)
    {
        if (!isPart)
        {
            setUp.Refused();
            if (run.CountRefused() >= SetUpCheck.MaxRefused && setUp.IsSuspect)
            {
                run.Budget.Stop();
            }
        }

        return setUp.IsSuspect;
    }

    /// <summary>The calls of one invocation.</summary>
    sealed class Run(RetryBudget budget, CancellationToken deadline)
    {
        int _refused;

        public RetryBudget Budget => budget;

        public CancellationToken Deadline => deadline;

        /// <summary>Under its own lock.</summary>
        public List<SentBatch> Sent { get; } = [];

        public bool IsOver => deadline.IsCancellationRequested || budget.IsSpent;

        public int CountRefused() => Interlocked.Increment(ref _refused);
    }
}
