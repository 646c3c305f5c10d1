using Impressions.Cli;
using Impressions.Emulation.Lambda;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>Runs programs side by side, batch by batch in turn, so that what disturbs the machine disturbs all.</summary>
static class SideBySide
{
    /// <summary>
    /// Before those that count (records): by then most of what a runtime compiles again, because it runs often, is
    /// compiled, which costs as much CPU as 30,000 records do.
    /// </summary>
    public const int WarmUpRecords = 50_000;

    /// <param name="progress">Called after each invocation of all programs, with the number done.</param>
    /// <exception cref="UsageException">The sample events are not there.</exception>
    /// <exception cref="FunctionUnavailableException">A program did not start, stay or answer.</exception>
    public static async Task<BenchResults> RunAsync(
        BenchOptions options,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var load = BenchLoad.Of(Samples.Files, options);
        var programs = options.Programs.Select(path => new BenchedProgram(path, options)).ToList();
        try
        {
            for (var spawn = 0; spawn < options.Spawns; spawn++)
            {
                await EachAsync(
                        programs,
                        load,
                        (program, payload) => program.SpawnAsync(payload, cancellation)
                    )
                    .ConfigureAwait(false);
            }

            for (var warmUp = 0; warmUp < WarmUpRecords; warmUp += options.BatchSize)
            {
                await EachAsync(
                        programs,
                        load,
                        (program, payload) => program.InvokeAsync(payload, cancellation)
                    )
                    .ConfigureAwait(false);
            }

            programs.ForEach(program => program.StartMeasuring());
            var (interactions, bytes) = (load.Interactions, load.LineBytes);
            for (var batch = 0; batch < options.Batches; batch++)
            {
                await EachAsync(
                        programs,
                        load,
                        (program, payload) => program.MeasureAsync(payload, cancellation)
                    )
                    .ConfigureAwait(false);
                progress(batch + 1);
            }

            var records = (long)options.Batches * options.BatchSize;
            return new BenchResults(
                options,
                [.. programs.Select(program => program.Result(records))],
                load.Interactions - interactions,
                (double)(load.LineBytes - bytes) / records
            );
        }
        finally
        {
            foreach (var program in programs)
            {
                await program.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    static async Task EachAsync(
        IReadOnlyList<BenchedProgram> programs,
        BenchLoad load,
        Func<BenchedProgram, Payload, Task> invoke
    )
    {
        var payload = load.Next(DateTimeOffset.UtcNow);
        foreach (var program in programs)
        {
            await invoke(program, payload).ConfigureAwait(false);
        }
    }
}
