namespace Impressions.Cli.Replay;

/// <summary>Holds events to a rate.</summary>
/// <param name="perSecond">Events; 0 for as fast as it goes.</param>
sealed class EventRate(int perSecond, TimeProvider time)
{
    long _next = time.GetTimestamp();

    /// <summary>Waits until these events may go out.</summary>
    public async Task WaitAsync(int events, CancellationToken cancellation)
    {
        if (perSecond == 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        if (now < _next)
        {
            await Task.Delay(time.GetElapsedTime(now, _next), time, cancellation).ConfigureAwait(false);
        }

        // What was not used is not made up for: a burst after a pause would be over the rate.
        _next = Math.Max(_next, now) + ((long)events * time.TimestampFrequency / perSecond);
    }
}
