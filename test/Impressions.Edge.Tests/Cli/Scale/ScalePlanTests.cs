namespace Impressions.Tests;

/// <summary>The arithmetic against a stream that is played through, tick by tick.</summary>
public sealed class ScalePlanTests
{
    /// <summary>Of the simulation (seconds).</summary>
    const double Tick = 0.001;

    static readonly ScaleLoad Load = new(
        EventsPerSecond: 10_000,
        BytesPerEvent: 500,
        BatchSize: 100,
        CallsPerThousand: 205,
        Latency: TimeSpan.FromMilliseconds(60),
        CpuPerThousand: TimeSpan.FromMilliseconds(30),
        MemoryMegabytes: 512
    );

    [Fact]
    public void Of_BytesOverTheShardsLimit_AsksForShardsByBytes() =>
        Assert.Equal(38, ScalePlan.Of(Load with { BytesPerEvent = 3_900 }).Shards); // 37.2 MiB a second

    [Fact]
    public void Of_SlowCalls_AsksForShardsBeyondTheLargestFactor()
    {
        var plan = ScalePlan.Of(Load with { Latency = TimeSpan.FromSeconds(3) });

        Assert.Equal(31, plan.Shards); // 11 would take the events in
        Assert.Equal(ScalePlan.MaxParallelizationFactor, plan.ParallelizationFactor);
    }

    [Fact]
    public void Of_MoreCallsThanAtATime_TakesFurtherRoundTrips()
    {
        var (once, twice) = (ScalePlan.Of(Load), ScalePlan.Of(Load with { CallsPerThousand = 330 }));

        Assert.Equal(Load.Latency, twice.Invocation - once.Invocation);
        Assert.Equal(2_050, once.CallsPerSecond);
    }

    [Theory]
    [InlineData(1_000, 20)]
    [InlineData(10_000, 60)]
    [InlineData(10_000, 250)]
    [InlineData(100_000, 400)]
    public void Of_Load_KeepsUpAndWithOneReaderLessDoesNot(int eventsPerSecond, int latencyMilliseconds)
    {
        var load = Load with
        {
            EventsPerSecond = eventsPerSecond,
            Latency = TimeSpan.FromMilliseconds(latencyMilliseconds),
        };
        var plan = ScalePlan.Of(load);

        var enough = WaitingAfterMinutes(load, plan, plan.ParallelizationFactor);
        var tooFew = WaitingAfterMinutes(load, plan, plan.ParallelizationFactor - 1);

        Assert.InRange(enough, 0, 2 * load.BatchSize * plan.ParallelizationFactor);
        Assert.True(tooFew > 5 * enough, $"{tooFew} against {enough}");
    }

    /// <summary>Events of one shard that no reader has taken after two minutes.</summary>
    static double WaitingAfterMinutes(ScaleLoad load, ScalePlan plan, int readers)
    {
        var busyUntil = new double[readers];
        var waiting = 0.0;
        for (var now = 0.0; now < 120; now += Tick)
        {
            waiting += load.EventsPerSecond * Tick / plan.Shards;
            for (var reader = 0; reader < readers; reader++)
            {
                if (busyUntil[reader] <= now && waiting >= load.BatchSize)
                {
                    waiting -= load.BatchSize;
                    busyUntil[reader] = now + plan.Invocation.TotalSeconds;
                }
            }
        }

        return waiting;
    }
}
