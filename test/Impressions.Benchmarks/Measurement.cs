using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Perfolizer.Horology;

namespace Impressions.Benchmarks;

/// <summary>How it is measured and what the table shows: figures per record, the columns of <c>SPEED.md</c>.</summary>
static class Measurement
{
    /// <summary>
    /// In this process, whose runtime settings are the function's; nothing is restored or built for it. Many short
    /// iterations, because on a shared machine only some of them are left alone.
    /// </summary>
    static readonly Job Job = Job
        .Default.WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(10))
        .WithWarmupCount(50)
        .WithIterationCount(200);

    public static IConfig Config { get; } =
        ManualConfig
            .CreateEmpty()
            .AddJob(Job)
            .AddLogger(new ErrorsOnly())
            .AddExporter(MarkdownExporter.GitHub)
            .AddValidator(JitOptimizationsValidator.FailOnError, BaselineValidator.FailOnError)
            .WithOptions(ConfigOptions.DisableLogFile)
            .AddColumn(
                new Figure("Depth", 0, (_, benchmark) => benchmark.Descriptor.WorkloadMethod.Name),
                new Figure("ns/record", 1, (summary, benchmark) => Text(Nanoseconds(summary, benchmark))),
                new Figure("MB/s", 2, (summary, benchmark) => Text(MegabytesPerSecond(summary, benchmark))),
                new Figure("B/record", 3, (summary, benchmark) => Text(AllocatedBytes(summary, benchmark))),
                new Figure("Ratio", 4, Ratio)
            );

    /// <summary>Nothing was refused, and every benchmark has a result.</summary>
    public static bool IsComplete(Summary summary) =>
        !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success);

    /// <summary>Prints the machine and the table, as Markdown.</summary>
    public static void Print(Summary summary) =>
        MarkdownExporter.GitHub.ExportToLog(summary, ConsoleLogger.Default);

    /// <summary>The fastest iteration: other load on the machine can only make one slower.</summary>
    static double Nanoseconds(Summary summary, BenchmarkCase benchmark) =>
        summary[benchmark]?.ResultStatistics?.Min ?? double.NaN;

    static double MegabytesPerSecond(Summary summary, BenchmarkCase benchmark) =>
        1_000 * BytesPerRecord(benchmark.Descriptor.Type) / Nanoseconds(summary, benchmark);

    static double AllocatedBytes(Summary summary, BenchmarkCase benchmark) =>
        summary[benchmark]?.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? double.NaN;

    static string Ratio(Summary summary, BenchmarkCase benchmark)
    {
        var baseline = summary.BenchmarksCases.FirstOrDefault(other => other.Descriptor.Baseline);
        var ratio = baseline is null
            ? double.NaN
            : Nanoseconds(summary, benchmark) / Nanoseconds(summary, baseline);
        return ratio.ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>Of what the benchmark is given: lines, or the payload with its base64.</summary>
    static double BytesPerRecord(Type subject) => (double)Bytes(subject) / Captured.Records;

    static int Bytes(Type subject) =>
        subject == typeof(EnrichedEventBenchmark) ? Captured.LineBytes
        : subject == typeof(MixBenchmark) ? Mix.Payload(Captured.Records).Length
        : Captured.Payload.Length;

    static string Text(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
