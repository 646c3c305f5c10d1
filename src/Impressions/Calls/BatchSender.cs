namespace Impressions;

/// <summary>
/// Sends batches: those of different sessions side by side, so that an invocation costs one round trip and not many;
/// those of one session one after the other.
/// </summary>
/// <param name="write">Makes the call of a batch.</param>
sealed class BatchSender<TCall>(
    CallRetries<TCall> calls,
    Func<Batch, TCall> write,
    int concurrency,
    TimeProvider time
)
{
    /// <summary>
    /// Returns when no call is under way any more. What it returns nothing for was not sent: a session waits behind
    /// its first unavailable batch, and everything stops where no call can succeed or the service seems to be down.
    /// </summary>
    /// <param name="callTime">From now until <paramref name="deadline"/>.</param>
    /// <param name="deadline">Ends the calls that are under way then.</param>
    public async Task<List<SentBatch>> SendAsync(
        IReadOnlyList<IReadOnlyList<Batch>> sessions,
        TimeSpan callTime,
        CancellationToken deadline
    )
    {
        var sent = new List<SentBatch>(); // under its own lock
        var budget = new RetryBudget(time, callTime);
        var next = -1;
        // Each starts on this thread and gives it back once its request is out: there is nothing else to do meanwhile,
        // and waking other threads costs more than the little that is computed.
        var lanes = new Task[Math.Min(concurrency, sessions.Count)];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = SendInTurnAsync();
        }

        await Task.WhenAll(lanes).ConfigureAwait(false);
        return sent;

        async Task SendInTurnAsync()
        {
            for (int taken; (taken = Interlocked.Increment(ref next)) < sessions.Count; )
            {
                await SendSessionAsync(sessions[taken], sent, budget, deadline).ConfigureAwait(false);
            }
        }
    }

    async Task SendSessionAsync(
        IReadOnlyList<Batch> session,
        List<SentBatch> sent,
        RetryBudget budget,
        CancellationToken deadline
    )
    {
        var waiting = new Stack<Batch>(session.Count);
        for (var i = session.Count - 1; i >= 0; i--)
        {
            waiting.Push(session[i]);
        }

        while (!deadline.IsCancellationRequested && !budget.IsSpent && waiting.TryPop(out var batch))
        {
            var started = time.GetTimestamp();
            var answer = await calls.SendAsync(write(batch), budget, deadline).ConfigureAwait(false);
            lock (sent)
            {
                sent.Add(new SentBatch(batch, answer, time.GetUtcNow(), time.GetElapsedTime(started)));
            }

            switch (answer.Outcome)
            {
                case CallOutcome.Misconfigured:
                    budget.Stop();
                    return;
                case CallOutcome.Unavailable:
                    return; // what is behind it must not overtake it
                case CallOutcome.Rejected when batch.Count > 1:
                    var (first, second) = batch.Split();
                    waiting.Push(second);
                    waiting.Push(first);
                    break;
                default:
                    break; // on to the next: this one is settled
            }
        }
    }
}
