namespace Impressions;

/// <summary>What comes in, and what an invocation was measured to take for it.</summary>
/// <param name="EventsPerSecond">Each a record of its own, evenly spread over shards and time.</param>
/// <param name="BytesPerEvent">As they lie in the stream.</param>
/// <param name="BatchSize">Records of an invocation; setting <c>BatchSize</c>.</param>
/// <param name="CallsPerThousand">PutEvents calls for 1,000 events: the sessions with interactions in them.</param>
/// <param name="Latency">Of one call.</param>
/// <param name="CpuPerThousand">For 1,000 events.</param>
/// <param name="MemoryMegabytes">Of the function; it also sets its share of a CPU.</param>
sealed record ScaleLoad(
    int EventsPerSecond,
    int BytesPerEvent,
    int BatchSize,
    int CallsPerThousand,
    TimeSpan Latency,
    TimeSpan CpuPerThousand,
    int MemoryMegabytes
);
