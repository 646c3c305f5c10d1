using System.CommandLine;

namespace Impressions;

/// <summary><c>impressions bench</c>: what the function costs, alone or beside another program.</summary>
static class BenchCommand
{
    const int Done = 0;
    const int Incomplete = 1;

    static readonly Option<int> Batches = Number("--batches", "Warm invocations.", 500, 1, 1_000_000);

    static readonly Option<int> BatchSize = Number("--batch", "Records of an invocation.", 100, 1, 10_000);

    static readonly Option<int> Selected = Number(
        "--selected",
        "How many of 100 records become interactions.",
        30,
        0,
        100
    );

    static readonly Option<int> Spawns = Number(
        "--spawns",
        "Starts whose first answer is timed.",
        5,
        1,
        1_000
    );

    static readonly Option<int> Latency = Number(
        "--latency",
        "Let the local Personalize take so long for each answer (milliseconds).",
        0,
        0,
        60_000
    );

    static readonly Option<int> Memory = Number(
        "--memory",
        "Memory that the function is told it has (MB).",
        512,
        128,
        10_240
    );

    static readonly Option<string[]> Bootstraps = new("--bootstrap")
    {
        Description =
            "Another Lambda program, an executable or a .dll, to compare with; may be given several times.",
        HelpName = "PATH",
    };

    static readonly Option<string> Function = new("--function")
    {
        Description = "The published function to start; without it, the one built with this tool.",
        HelpName = "PATH",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Measure the function under a local Lambda Runtime API, with captured events and a local Personalize that "
                + "takes everything: start, invocations, CPU, memory. Exit code 1 when not everything was sent."
        )
        {
            Batches,
            BatchSize,
            Selected,
            Spawns,
            Latency,
            Memory,
            Function,
            Bootstraps,
            Json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new BenchOptions(
                        [
                            parsed.GetValue(Function) ?? FunctionPath.Default,
                            .. parsed.GetValue(Bootstraps) ?? [],
                        ],
                        parsed.GetValue(Batches),
                        parsed.GetValue(BatchSize),
                        parsed.GetValue(Selected),
                        parsed.GetValue(Spawns),
                        TimeSpan.FromMilliseconds(parsed.GetValue(Latency)),
                        parsed.GetValue(Memory)
                    ),
                    parsed.GetValue(Json),
                    cancellation
                )
        );
        return command;
    }

    static Option<int> Number(string name, string description, int preset, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => preset,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name}: want {least} to {most}.");
            }
        });
        return option;
    }

    static async Task<int> RunAsync(BenchOptions options, bool writesJson, CancellationToken cancellation)
    {
        var results = await ToolConsole
            .WithProgressAsync(
                options.Batches,
                "invocations",
                progress => Bench.RunAsync(options, progress, cancellation)
            )
            .ConfigureAwait(false);
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
}
