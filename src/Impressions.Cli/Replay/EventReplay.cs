namespace Impressions;

/// <summary>
/// Delivers past events in their order, portion by portion. What Personalize does not take at once is delivered again, from
/// the first record on that is not settled, as Lambda would; in the end the replay stops there.
/// </summary>
/// <param name="deadLetters">Gets rows as they come; null for nowhere.</param>
/// <param name="settled">Told after each portion, in part too, how far it has come.</param>
sealed class EventReplay(
    IPortionDelivery delivery,
    EventRate rate,
    Stream? deadLetters,
    Action<ReplayPlace, long> settled,
    TimeProvider time
)
{
    /// <summary>Before the first repetition of a portion of which nothing more was settled; then twice as long.</summary>
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Repetitions of which nothing came: half a minute of waiting.</summary>
    const int MaxRepetitions = 5;

    readonly EventReplayResult _result = new();

    /// <param name="start">The place of the first portion.</param>
    /// <param name="cancellation">Ends it after the portion under way.</param>
    public async Task<EventReplayResult> RunAsync(
        IEnumerable<EventPortion> portions,
        ReplayPlace start,
        CancellationToken cancellation
    )
    {
        _result.Before = start.Records;
        var records = start.Records;
        try
        {
            foreach (var portion in portions)
            {
                if (!await DeliverAsync(portion, records, cancellation).ConfigureAwait(false))
                {
                    break;
                }

                records += portion.Lines.Count;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _result.Stopped = "interrupted";
        }

        return _result;
    }

    /// <returns>False when the replay must stop.</returns>
    async Task<bool> DeliverAsync(EventPortion portion, long first, CancellationToken cancellation)
    {
        var (done, inVain) = (0, 0);
        for (var isFirstTime = true; done < portion.Lines.Count; isFirstTime = false)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = portion.Lines.Skip(done).ToList();
            await rate.WaitAsync(isFirstTime ? left.Count : 0, cancellation).ConfigureAwait(false);
            var outcome = await delivery.DeliverAsync(left, first + done).ConfigureAwait(false);
            if (deadLetters is not null)
            {
                await deadLetters
                    .WriteAsync(outcome.DeadLetters, CancellationToken.None)
                    .ConfigureAwait(false);
                await deadLetters.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }

            _result.Add(outcome, isFirstTime);
            done += outcome.Settled;
            settled(new(portion.File, portion.FirstLine + done, first + done), portion.BytesRead);
            inVain = outcome.Settled > 0 ? 0 : inVain + 1;
            if (done < portion.Lines.Count && (outcome.IsMisconfigured || inVain > MaxRepetitions))
            {
                _result.Stopped = outcome.IsMisconfigured ? "misconfigured" : "unavailable";
                return false;
            }

            if (done < portion.Lines.Count)
            {
                await Task.Delay(FirstWait * Math.Pow(2, Math.Max(inVain - 1, 0)), time, cancellation)
                    .ConfigureAwait(false);
            }
        }

        return true;
    }
}
