namespace Impressions;

/// <summary>
/// The pace of all calls together. Free until the service throttles one; then every call, first or repeated, waits
/// for its turn, and turns come as far apart as the service has shown to want: twice as far after each throttle, a
/// little closer after each call that was taken, until calls are free again. Safe for concurrent calls.
/// </summary>
/// <param name="chance">0 to 1: spreads the turns, since other instances of the function are throttled with us.</param>
sealed class CallPace(TimeProvider time, Func<double> chance) : IDisposable
{
    /// <summary>Between two calls after the first throttle: 50 calls a second.</summary>
    public static readonly TimeSpan FirstSpacing = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// However long the service throttles, somebody asks this often whether it still does: 100 instances together ask
    /// less than half of what the service allows an account.
    /// </summary>
    public static readonly TimeSpan MaxSpacing = TimeSpan.FromMilliseconds(250);

    /// <summary>Below this, 1,000 calls a second, the service's own limit is not reached any more.</summary>
    public static readonly TimeSpan FreeSpacing = TimeSpan.FromMilliseconds(1);

    /// <summary>What a taken call leaves of the spacing (share): from the longest to none in 53 calls.</summary>
    const double Recovery = 0.9;

    readonly Lock _lock = new();
    readonly SemaphoreSlim _turn = new(1);
    TimeSpan _spacing;
    long _nextTurn;
    long _slowedAt;

    /// <summary>Between the starts of two calls now; zero when they are free.</summary>
    public TimeSpan Spacing
    {
        get
        {
            lock (_lock)
            {
                return _spacing;
            }
        }
    }

    /// <summary>Waits until the next call may start.</summary>
    /// <returns>When it started, for <see cref="Throttled"/>.</returns>
    public async ValueTask<long> TakeTurnAsync(CancellationToken cancellation)
    {
        if (Spacing == TimeSpan.Zero)
        {
            return time.GetTimestamp();
        }

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var wait = UntilNextTurn();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }

            return StartTurn();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="startedAt">Of the throttled call. Calls that started before the last slowing tell nothing new.</param>
    public void Throttled(long startedAt)
    {
        lock (_lock)
        {
            if (startedAt < _slowedAt)
            {
                return;
            }

            _slowedAt = time.GetTimestamp();
            var twice = _spacing * 2;
            _spacing =
                twice < FirstSpacing ? FirstSpacing
                : twice > MaxSpacing ? MaxSpacing
                : twice;
            _nextTurn = _slowedAt + Spread(_spacing);
        }
    }

    public void Accepted()
    {
        lock (_lock)
        {
            _spacing *= Recovery;
            if (_spacing < FreeSpacing)
            {
                _spacing = TimeSpan.Zero;
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    TimeSpan UntilNextTurn()
    {
        lock (_lock)
        {
            return time.GetElapsedTime(time.GetTimestamp(), _nextTurn);
        }
    }

    long StartTurn()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _nextTurn = now + Spread(_spacing);
            return now;
        }
    }

    /// <summary>Half to one and a half of the spacing, as clock ticks.</summary>
    long Spread(TimeSpan spacing) =>
        (long)(spacing.TotalSeconds * (0.5 + chance()) * time.TimestampFrequency);
}
