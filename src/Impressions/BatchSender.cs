using System.Collections.Concurrent;

namespace Impressions;

/// <summary>
/// Sends batches: those of different sessions side by side, so that an invocation costs one round trip and not many;
/// those of one session one after the other.
/// </summary>
/// <param name="putEvents">Sends the JSON of one batch; never throws.</param>
sealed class BatchSender(
    Func<ReadOnlyMemory<byte>, CancellationToken, Task<PutEventsAnswer>> putEvents,
    string trackingId,
    int concurrency,
    TimeProvider time
)
{
    /// <summary>
    /// Returns when no call is under way any more. What it returns nothing for was not sent: a session waits behind
    /// its first unavailable batch, and everything stops where no call can succeed.
    /// </summary>
    /// <param name="deadline">Ends the calls that are under way then.</param>
    public async Task<IReadOnlyCollection<SentBatch>> SendAsync(
        IReadOnlyList<IReadOnlyList<Batch>> sessions,
        CancellationToken deadline
    )
    {
        var sent = new ConcurrentQueue<SentBatch>();
        using var hopeless = new CancellationTokenSource(); // no call can succeed: start no more
        await Parallel
            .ForEachAsync(
                sessions,
                new ParallelOptions { MaxDegreeOfParallelism = concurrency },
                async (session, _) =>
                    await SendSessionAsync(session, sent, hopeless, deadline).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return sent;
    }

    async Task SendSessionAsync(
        IReadOnlyList<Batch> session,
        ConcurrentQueue<SentBatch> sent,
        CancellationTokenSource hopeless,
        CancellationToken deadline
    )
    {
        var waiting = new Stack<Batch>(session.Reverse());
        while (
            !deadline.IsCancellationRequested
            && !hopeless.IsCancellationRequested
            && waiting.TryPop(out var batch)
        )
        {
            var started = time.GetTimestamp();
            var answer = await putEvents(PutEventsJson.Write(batch, trackingId), deadline)
                .ConfigureAwait(false);
            sent.Enqueue(new SentBatch(batch, answer, time.GetUtcNow(), time.GetElapsedTime(started)));
            switch (answer.Outcome)
            {
                case PutEventsOutcome.Misconfigured:
                    await hopeless.CancelAsync().ConfigureAwait(false);
                    return;
                case PutEventsOutcome.Unavailable:
                    return; // what is behind it must not overtake it
                case PutEventsOutcome.Rejected when batch.Count > 1:
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
