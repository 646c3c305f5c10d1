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
        _result.Before = start.Events;
        var events = start.Events;
        try
        {
            foreach (var portion in portions)
            {
                if (!await DeliverAsync(portion, events, cancellation).ConfigureAwait(false))
                {
                    break;
                }

                events += portion.Lines.Count;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _result.Stopped = "interrupted";
        }
        catch (FunctionUnavailableException exception) when (_result.Events > 0) // else it cannot start: see who says so
        {
            _result.Errors.Add(exception.Message);
            _result.Stopped = "function ended";
        }

        return _result;
    }

    /// <returns>False when the replay must stop.</returns>
    async Task<bool> DeliverAsync(EventPortion portion, long before, CancellationToken cancellation)
    {
        var (done, inVain) = (0, 0);
        for (var isFirstTime = true; done < portion.Lines.Count; isFirstTime = false)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = portion with
            {
                FirstLine = portion.FirstLine + done,
                Lines = [.. portion.Lines.Skip(done)],
            };
            await rate.WaitAsync(isFirstTime ? left.Lines.Count : 0, cancellation).ConfigureAwait(false);
            var outcome = await delivery.DeliverAsync(left).ConfigureAwait(false);
            if (deadLetters is not null)
            {
                await deadLetters
                    .WriteAsync(outcome.DeadLetters, CancellationToken.None)
                    .ConfigureAwait(false);
                await deadLetters.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }

            _result.Add(outcome, isFirstTime);
            done += outcome.Settled;
            settled(new(portion.File, portion.FirstLine + done, before + done), portion.BytesRead);
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
