namespace Impressions.Benchmarks.WholeFunction;

/// <summary>What is measured, and how.</summary>
/// <param name="Programs">What is started and compared: an executable or a <c>.dll</c> each; the first is the baseline.</param>
/// <param name="Batches">Warm invocations of each program.</param>
/// <param name="BatchSize">Records of an invocation.</param>
/// <param name="SelectedPercent">Records whose event becomes interactions (of 100).</param>
/// <param name="Spawns">Starts of each program whose first answer is timed.</param>
/// <param name="Latency">How long Personalize takes to answer a call.</param>
/// <param name="MemoryMegabytes">Memory in Lambda's variable for it (MiB).</param>
sealed record BenchOptions(
    IReadOnlyList<string> Programs,
    int Batches,
    int BatchSize,
    int SelectedPercent,
    int Spawns,
    TimeSpan Latency,
    int MemoryMegabytes
);
