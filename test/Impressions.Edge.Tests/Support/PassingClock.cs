using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Support;

/// <summary>A clock that moves when something waits for it: every short wait ends at once, and it is then as late.</summary>
/// <param name="longest">Longer waits are limits, which do not move it.</param>
sealed class PassingClock(DateTimeOffset start, TimeSpan longest) : FakeTimeProvider(start)
{
    readonly Lock _lock = new();

    public PassingClock(TimeSpan longest)
        : this(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero), longest) { }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var end = GetUtcNow() + dueTime;
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= longest)
        {
            _ = ThreadPool.QueueUserWorkItem(_ => MoveTo(end));
        }

        return timer;
    }

    void MoveTo(DateTimeOffset time)
    {
        lock (_lock)
        {
            if (time > GetUtcNow())
            {
                SetUtcNow(time);
            }
        }
    }
}
