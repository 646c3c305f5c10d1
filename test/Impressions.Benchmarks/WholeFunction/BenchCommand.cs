using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Impressions.Cli;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>The command <c>function</c>: what the whole function costs, alone or beside other programs.</summary>
static class BenchCommand
{
    public const string Name = "function";

    const int Done = 0;
    const int Incomplete = 1;

    /// <summary>The function that the build of the tool has published.</summary>
    static string Published =>
        typeof(BenchCommand)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "FunctionPath")
            .Value!;

    static readonly Option<int> Batches = NumberOption.Create(
        "--batches",
        "Warm invocations.",
        preset: 500,
        most: 1_000_000,
        least: 1
    );

    static readonly Option<int> BatchSize = NumberOption.Create(
        "--batch",
        "Records of an invocation.",
        preset: 100,
        most: 10_000,
        least: 1
    );

    static readonly Option<int> Selected = NumberOption.Create(
        "--selected",
        "How many of 100 records become interactions.",
        preset: 30,
        most: 100
    );

    static readonly Option<int> Spawns = NumberOption.Create(
        "--spawns",
        "Starts whose first answer is timed.",
        preset: 5,
        most: 1_000,
        least: 1
    );

    static readonly Option<int> Memory = NumberOption.Create(
        "--memory",
        "Memory in Lambda's variable for it (megabytes).",
        preset: 512,
        most: 10_240,
        least: 128,
        unit: "MB"
    );

    static readonly Option<string[]> Bootstraps = new("--bootstrap")
    {
        Description =
            "Another Lambda program, an executable or a .dll, to compare with; may be given several times.",
        HelpName = "PATH",
    };

    static readonly Option<string> Picture = new("--picture")
    {
        Description =
            "Instead of a table, draw what invocations of 10 to 1,000 records cost, each with as many records in all.",
        HelpName = "FILE.svg",
    };

    public static Command Create()
    {
        var command = new Command(
            Name,
            "Measure the function under a local Lambda Runtime API, with captured events and a local Personalize that "
                + "takes everything: start, invocations, CPU, memory. Exit code 1 when not everything was sent."
        )
        {
            Batches,
            BatchSize,
            Selected,
            Spawns,
            CommonOptions.Latency,
            Memory,
            CommonOptions.Function,
            Bootstraps,
            Picture,
            CommonOptions.Json,
            new HelpOption(),
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new BenchOptions(
                        [
                            parsed.GetValue(CommonOptions.Function) ?? Published,
                            .. parsed.GetValue(Bootstraps) ?? [],
                        ],
                        parsed.GetValue(Batches),
                        parsed.GetValue(BatchSize),
                        parsed.GetValue(Selected),
                        parsed.GetValue(Spawns),
                        TimeSpan.FromMilliseconds(parsed.GetValue(CommonOptions.Latency)),
                        parsed.GetValue(Memory)
                    ),
                    parsed.GetValue(Picture),
                    parsed.GetValue(CommonOptions.Json),
                    cancellation
                )
        );
        return command;
    }

    static async Task<int> RunAsync(
        BenchOptions options,
        string? picture,
        bool writesJson,
        CancellationToken cancellation
    )
    {
        if (picture is not null)
        {
            return await DrawAsync(options, picture, cancellation).ConfigureAwait(false);
        }

        var results = await MeasureAsync(options, cancellation).ConfigureAwait(false);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            BenchJson.Write(results, output);
        }
        else
        {
            new BenchTables(ToolConsole.Output()).Write(results);
        }

        return results.AreComplete ? Done : Incomplete;
    }

    static async Task<int> DrawAsync(BenchOptions options, string picture, CancellationToken cancellation)
    {
        var records = options.Batches * (long)options.BatchSize;
        var runs = new List<BenchResults>();
        foreach (var size in BenchPicture.BatchSizes)
        {
            var run = options with { BatchSize = size, Batches = (int)Math.Max(1, records / size) };
            runs.Add(await MeasureAsync(run, cancellation).ConfigureAwait(false));
        }

        await File.WriteAllTextAsync(picture, BenchPicture.Draw(runs), cancellation).ConfigureAwait(false);
        return runs.TrueForAll(run => run.AreComplete) ? Done : Incomplete;
    }

    static Task<BenchResults> MeasureAsync(BenchOptions options, CancellationToken cancellation) =>
        ToolConsole.WithProgressAsync(
            options.Batches,
            "invocations",
            progress => SideBySide.RunAsync(options, progress, cancellation)
        );
}
