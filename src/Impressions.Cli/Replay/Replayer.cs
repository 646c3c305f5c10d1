using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Replay;

/// <summary>
/// Delivers records in their order, chunk by chunk. What Personalize does not take at once is delivered again, from the first
/// record on that is not settled, as Lambda would; in the end the replay stops there.
/// </summary>
/// <param name="deadLetters">Gets rows as they come; null for nowhere.</param>
/// <param name="settled">Called after each delivery with how far it has come, and the bytes read of the file.</param>
sealed class Replayer(
    IChunkDelivery delivery,
    EventRate rate,
    Stream? deadLetters,
    Action<ReplayPlace, long> settled,
    TimeProvider time
)
{
    /// <summary>Before the first repetition of a chunk of which nothing more was settled; then twice as long.</summary>
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Repetitions of which nothing came: half a minute of waiting.</summary>
    const int MaxRepetitions = 5;

    readonly ReplayResult _result = new();

    /// <param name="start">The place of the first chunk.</param>
    /// <param name="cancellation">Ends it after the chunk under way.</param>
    public async Task<ReplayResult> RunAsync(
        IAsyncEnumerable<ReplayChunk> chunks,
        ReplayPlace start,
        CancellationToken cancellation
    )
    {
        _result.SettledBefore = start.Events;
        var before = start.Events;
        try
        {
            await foreach (var chunk in chunks.WithCancellation(cancellation).ConfigureAwait(false))
            {
                if (!await DeliverAsync(chunk, before, cancellation).ConfigureAwait(false))
                {
                    break;
                }

                before += chunk.Records.Count;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _result.Stopped = "interrupted";
        }
        catch (FunctionUnavailableException exception) when (_result.Settled > 0) // else it cannot start
        {
            _result.Errors.Add(exception.Message);
            _result.Stopped = "function ended";
        }

        return _result;
    }

    /// <returns>False when the replay must stop.</returns>
    async Task<bool> DeliverAsync(ReplayChunk chunk, long before, CancellationToken cancellation)
    {
        var (records, done, inVain, isFirst) = (chunk.Records, 0, 0, true);
        cancellation.ThrowIfCancellationRequested();
        await rate.WaitAsync(records.Count, cancellation).ConfigureAwait(false);
        while (true)
        {
            var outcome = await delivery.DeliverAsync([.. records.Skip(done)]).ConfigureAwait(false);
            if (isFirst)
            {
                _result.AddFirst(outcome, records.Count);
                isFirst = false;
            }

            _result.Add(outcome);
            await KeepAsync(outcome.DeadLetters).ConfigureAwait(false);
            done += outcome.Settled;
            settled(new(chunk.File, chunk.First + done, before + done), chunk.BytesRead);
            if (done == records.Count)
            {
                return true;
            }

            inVain = outcome.Settled > 0 ? 0 : inVain + 1;
            var stopped =
                outcome.IsMisconfigured ? "misconfigured"
                : inVain > MaxRepetitions ? "unavailable"
                : await WaitAsync(inVain, cancellation).ConfigureAwait(false) ? null
                : "interrupted";
            if (stopped is not null)
            {
                _result.Stop(stopped, outcome, records.Count - done);
                return false;
            }
        }
    }

    /// <returns>False when it was interrupted.</returns>
    async Task<bool> WaitAsync(int inVain, CancellationToken cancellation)
    {
        var wait = FirstWait * Math.Pow(2, Math.Max(inVain - 1, 0));
        await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }

    /// <summary>Not cancelled: what was taken from the stream must not be lost.</summary>
    async Task KeepAsync(IReadOnlyList<StoredRow> rows)
    {
        if (deadLetters is null)
        {
            return;
        }

        foreach (var row in rows)
        {
            await deadLetters.WriteAsync(row.Line, CancellationToken.None).ConfigureAwait(false);
        }

        await deadLetters.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
