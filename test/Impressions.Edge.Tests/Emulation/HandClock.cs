namespace Impressions.Edge.Tests.Emulation;

/// <summary>A clock that stands still until it is moved. Timers keep running in real time.</summary>
sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;
}
