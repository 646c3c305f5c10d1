namespace Impressions.Core.Delivery;

/// <summary>
/// When the next call may start. Calls are free until the service throttles one; then every call, first or repeated, waits
/// for its turn. The spacing of turns doubles after each throttle and shrinks after each accepted call, until calls are
/// free again. Decides only; times are since any fixed moment. Not for concurrent use.
/// </summary>
sealed class CallPace
{
    /// <summary>Between two calls after the first throttle: 50 calls a second.</summary>
    public static readonly TimeSpan FirstSpacing = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// However long the service throttles, a call asks this often whether it still does: 100 instances together make less
    /// than half of the calls that the service allows an account.
    /// </summary>
    public static readonly TimeSpan MaxSpacing = TimeSpan.FromMilliseconds(250);

    /// <summary>Below this, 1,000 calls a second (the service's own limit), calls are free.</summary>
    public static readonly TimeSpan FreeSpacing = TimeSpan.FromMilliseconds(1);

    /// <summary>Share of the spacing that remains after an accepted call: from the longest to none in 53 calls.</summary>
    const double Recovery = 0.9;

    TimeSpan _nextTurn;
    TimeSpan _slowedAt;

    /// <summary>Between the starts of two calls; zero when they are free.</summary>
    public TimeSpan Spacing { get; private set; }

    /// <summary>Until the next call may start; zero or less when it may now.</summary>
    public TimeSpan WaitAt(TimeSpan now) => _nextTurn - now;

    /// <summary>A call starts.</summary>
    /// <param name="chance">0 to 1: spreads the turns, since other instances of the function are throttled with us.</param>
    public void Start(TimeSpan now, double chance) => _nextTurn = now + Spread(chance);

    /// <summary>A call was throttled.</summary>
    /// <param name="startedAt">Start of that call. One that started before the last slowing changes nothing.</param>
    /// <param name="chance">As in <see cref="Start"/>.</param>
    public void Throttle(TimeSpan startedAt, TimeSpan now, double chance)
    {
        if (startedAt < _slowedAt)
        {
            return;
        }

        var twice = Spacing * 2;
        Spacing =
            twice < FirstSpacing ? FirstSpacing
            : twice > MaxSpacing ? MaxSpacing
            : twice;
        _slowedAt = now;
        _nextTurn = now + Spread(chance);
    }

    /// <summary>A call was accepted.</summary>
    public void Accept()
    {
        Spacing *= Recovery;
        if (Spacing < FreeSpacing)
        {
            Spacing = TimeSpan.Zero;
        }
    }

    /// <summary>Half to one and a half of the spacing.</summary>
    TimeSpan Spread(double chance) => Spacing * (0.5 + chance);
}
