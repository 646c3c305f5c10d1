namespace Impressions;

/// <summary>Which stream and function carry a load, on paper; tests hold it against a simulation.</summary>
/// <param name="Shards">Least that take the events in.</param>
/// <param name="ParallelizationFactor">Least with which the function keeps up, 1 to 10; more than 10 asks for more shards.</param>
/// <param name="Invocation">Time of one.</param>
/// <param name="CallsPerSecond">PutEvents calls; the quota is <see cref="PersonalizeLimits.CallsPerSecond"/>.</param>
/// <param name="GigabyteSecondsPerMillion">What Lambda bills for a million events, besides the invocations.</param>
sealed record ScalePlan(
    int Shards,
    int ParallelizationFactor,
    TimeSpan Invocation,
    double CallsPerSecond,
    double GigabyteSecondsPerMillion
)
{
    /// <summary>What a shard takes in (records a second, bytes a second); Kinesis quotas.</summary>
    public const int MaxRecordsPerShard = 1_000;

    public const int MaxBytesPerShard = 1 << 20;

    /// <summary>Most invocations of a shard at a time; Lambda.</summary>
    public const int MaxParallelizationFactor = 10;

    /// <summary>With less memory the function has only this part of a CPU (megabytes); Lambda.</summary>
    const double MegabytesPerCpu = 1_769;

    /// <summary>Calls of an invocation at a time; the default of <c>PUT_EVENTS_CONCURRENCY</c>.</summary>
    const int Concurrency = 32;

    public static ScalePlan Of(ScaleLoad load)
    {
        var invocation = InvocationOf(load);
        // Whoever sends at the limit of a shard is refused at once when the load is a little uneven.
        var shards = Math.Max(
            Above((double)load.EventsPerSecond / MaxRecordsPerShard),
            Above((double)load.EventsPerSecond * load.BytesPerEvent / MaxBytesPerShard)
        );
        var perReader = load.BatchSize / invocation.TotalSeconds;
        shards = Math.Max(shards, Above(load.EventsPerSecond / perReader / MaxParallelizationFactor));
        return new ScalePlan(
            shards,
            Above(load.EventsPerSecond / perReader / shards),
            invocation,
            load.EventsPerSecond / 1_000.0 * load.CallsPerThousand,
            1_000_000.0 / load.BatchSize * invocation.TotalSeconds * load.MemoryMegabytes / 1_024
        );
    }

    /// <summary>Its CPU, on its share of one, and as many round trips as its calls need.</summary>
    static TimeSpan InvocationOf(ScaleLoad load)
    {
        var thousands = load.BatchSize / 1_000.0;
        var share = Math.Min(1, load.MemoryMegabytes / MegabytesPerCpu);
        var rounds = Math.Ceiling(thousands * load.CallsPerThousand / Concurrency);
        return (load.CpuPerThousand * thousands / share) + (load.Latency * rounds);
    }

    static int Above(double amount) => (int)Math.Floor(amount) + 1;
}
