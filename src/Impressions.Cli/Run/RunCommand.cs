using System.CommandLine;
using Spectre.Console;

namespace Impressions;

/// <summary><c>impressions run</c>: the real function against local endpoints, and what came of it.</summary>
static class RunCommand
{
    const int Done = 0;
    const int RecordFailed = 1;

    /// <summary>Wide enough for every column where the output is no terminal (characters).</summary>
    const int PlainWidth = 160;

    /// <summary>Invocations from which on a progress bar is worth its lines.</summary>
    const int LongRun = 50;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILES")
        {
            Description = "Enriched events, one a line (.tsv), or Kinesis events as Lambda gets them (.json); without any, captured sample events.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var repeat = new Option<int>("--repeat")
        {
            Description = "Invoke so many times with each input, to see warm timing and throughput.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        repeat.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int>() < 1)
            {
                option.AddError("--repeat: want 1 or more.");
            }
        });
        var latency = new Option<int>("--latency")
        {
            Description = "Let the local Personalize take so long for each answer (milliseconds).",
            HelpName = "MS",
        };
        latency.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int>() is < 0 or > 60_000)
            {
                option.AddError("--latency: want 0 to 60000 milliseconds.");
            }
        });
        var function = new Option<string>("--function")
        {
            Description = "The published function to start; by default the one built with this tool.",
            HelpName = "PATH",
            DefaultValueFactory = _ => FunctionPath.Default,
        };
        var all = new Option<bool>("--all") { Description = "Show every interaction." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of tables." };
        var command = new Command(
            "run",
            "Run the function on this machine, against a local Personalize and a local Lambda Runtime API, and show what happened. "
                + "The function's settings are taken from the environment. Exit code 1 when it failed a record."
        )
        {
            files,
            repeat,
            latency,
            function,
            all,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new RunOptions(
                        parsed.GetValue(files) is { Length: > 0 } given ? given : Samples.Files,
                        parsed.GetRequiredValue(function),
                        parsed.GetRequiredValue(repeat),
                        TimeSpan.FromMilliseconds(parsed.GetValue(latency))
                    ),
                    parsed.GetValue(all),
                    parsed.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    static async Task<int> RunAsync(RunOptions options, bool showsAll, bool writesJson, CancellationToken cancellation)
    {
        var arrivedAt = DateTimeOffset.UtcNow;
        var payloads = options.Files.SelectMany(file => InputFile.ReadPayloads(file, arrivedAt)).ToList();
        if (payloads.Count == 0)
        {
            throw new UsageException("There are no events in the files given.");
        }

        var result = await RunWithProgressAsync(payloads, options, cancellation).ConfigureAwait(false);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            RunJson.Write(result, output);
        }
        else
        {
            var console = AnsiConsole.Console;
            console.Profile.Width = Console.IsOutputRedirected ? PlainWidth : console.Profile.Width;
            new RunTables(console).Write(result, showsAll);
        }

        return result.HasFailure ? RecordFailed : Done;
    }

    static Task<RunResult> RunWithProgressAsync(
        IReadOnlyList<Payload> payloads,
        RunOptions options,
        CancellationToken cancellation
    )
    {
        var invocations = payloads.Count * options.Repeat;
        if (invocations < LongRun || Console.IsErrorRedirected)
        {
            return LocalRun.RunAsync(payloads, options, _ => { }, cancellation);
        }

        // On standard error, so that the output can be piped.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console
            .Progress()
            .AutoClear(enabled: true)
            .StartAsync(context =>
            {
                var task = context.AddTask("invocations", maxValue: invocations);
                return LocalRun.RunAsync(payloads, options, done => task.Value = done, cancellation);
            });
    }
}
