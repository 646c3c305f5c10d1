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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel
            .ForEachAsync(
                sessions,
                parallel,
                async (session, _) =>
                {
                    if (
                        await SendSessionAsync(session, sent, stop.Token).ConfigureAwait(false)
                        == PutEventsOutcome.Misconfigured
                    )
                    {
                        await stop.CancelAsync().ConfigureAwait(false);
                    }
                }
            )
            .ConfigureAwait(false);
        return sent;
    }

    /// <returns>What ended the session: accepted or rejected when it was sent to its end.</returns>
    async Task<PutEventsOutcome> SendSessionAsync(
        IReadOnlyList<Batch> session,
        ConcurrentQueue<SentBatch> sent,
        CancellationToken stop
    )
    {
        var waiting = new Stack<Batch>(session.Reverse());
        while (!stop.IsCancellationRequested && waiting.TryPop(out var batch))
        {
            var started = time.GetTimestamp();
            var answer = await putEvents(PutEventsJson.Write(batch, trackingId), stop).ConfigureAwait(false);
            sent.Enqueue(new SentBatch(batch, answer, time.GetUtcNow(), time.GetElapsedTime(started)));
            if (answer.Outcome is PutEventsOutcome.Unavailable or PutEventsOutcome.Misconfigured)
            {
                return answer.Outcome;
            }

            if (answer.Outcome == PutEventsOutcome.Rejected && batch.Count > 1)
            {
                var (first, second) = batch.Split();
                waiting.Push(second);
                waiting.Push(first);
            }
        }

        return PutEventsOutcome.Accepted;
    }
}
