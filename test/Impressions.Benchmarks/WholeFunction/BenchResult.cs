namespace Impressions.Benchmarks.WholeFunction;

/// <summary>What was measured of one program.</summary>
sealed record BenchResult
{
    /// <summary>How often memory is looked at in the course of the invocations.</summary>
    public const int MemorySamples = 10;

    public required string Program { get; init; }

    /// <summary>From process start to first answer, one for each start.</summary>
    public required IReadOnlyList<TimeSpan> FirstAnswers { get; init; }

    /// <summary>Of the invocations that counted, as Lambda would bill them.</summary>
    public required IReadOnlyList<TimeSpan> Durations { get; init; }

    public required long Records { get; init; }

    public required long Calls { get; init; }

    /// <summary>That Personalize took.</summary>
    public required long Interactions { get; init; }

    /// <summary>User and system time of the program.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>When warm-up was over.</summary>
    public required long WarmResidentBytes { get; init; }

    /// <summary>Later: after each tenth of the invocations that counted, or after each if they are fewer.</summary>
    public required IReadOnlyList<long> ResidentBytes { get; init; }

    public required long PeakResidentBytes { get; init; }

    public TimeSpan FirstAnswer => At(FirstAnswers, 0.5);

    public TimeSpan Median => At(Durations, 0.5);

    public TimeSpan Percentile99 => At(Durations, 0.99);

    /// <summary>While it was invoked (records a second).</summary>
    public double RecordsPerSecond => Records / Durations.Sum(duration => duration.TotalSeconds);

    public TimeSpan CpuPerThousandRecords => Cpu / (Records / 1_000.0);

    static TimeSpan At(IReadOnlyList<TimeSpan> times, double share) =>
        times.Order().ElementAt((int)(share * (times.Count - 1)));
}

/// <summary>All programs with the same load.</summary>
/// <param name="Programs">The first is the baseline.</param>
/// <param name="Interactions">That each program had to send.</param>
/// <param name="BytesPerRecord">Of the events, before base64.</param>
sealed record BenchResults(
    BenchOptions Options,
    IReadOnlyList<BenchResult> Programs,
    long Interactions,
    double BytesPerRecord
)
{
    /// <summary>True when each program sent exactly what it had to.</summary>
    public bool AreComplete => Programs.All(program => program.Interactions == Interactions);
}
