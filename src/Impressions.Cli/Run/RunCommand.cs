using System.CommandLine;
using System.CommandLine.Parsing;
using Impressions.Cli.Input;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Run;

/// <summary><c>impressions run</c>: the real function against local endpoints, and what came of it.</summary>
static class RunCommand
{
    const int Done = 0;
    const int RecordFailed = 1;

    static readonly Argument<string[]> Files = new("FILES")
    {
        Description = CommonOptions.InputDescription + " Without any, captured sample events.",
        Arity = ArgumentArity.ZeroOrMore,
        Validators = { RefuseUnknownOptions },
    };

    static readonly Option<bool> All = new("--all") { Description = "Show every interaction." };

    public static Command Create()
    {
        var command = new Command(
            "run",
            "Run the function on this machine, against a local Personalize and a local Lambda Runtime API, and show "
                + "what happened. The function's settings are taken from the environment. Exit code 1 when a record "
                + "failed or there are dead letters."
        )
        {
            Files,
            CommonOptions.Latency,
            CommonOptions.Function,
            All,
            CommonOptions.Json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new RunOptions(
                        parsed.GetValue(Files) is { Length: > 0 } files ? files : Samples.Files,
                        parsed.GetValue(CommonOptions.Function) ?? FunctionPath.Default,
                        TimeSpan.FromMilliseconds(parsed.GetValue(CommonOptions.Latency))
                    ),
                    parsed.GetValue(All),
                    parsed.GetValue(CommonOptions.Json),
                    cancellation
                )
        );
        return command;
    }

    /// <summary>The parser takes an unknown option for a file.</summary>
    static void RefuseUnknownOptions(ArgumentResult files)
    {
        foreach (var token in files.Tokens.Where(token => token.Value is ['-', _, ..]))
        {
            files.AddError($"There is no option {token.Value}.");
        }
    }

    static async Task<int> RunAsync(
        RunOptions options,
        bool showsAll,
        bool writesJson,
        CancellationToken cancellation
    )
    {
        var files = await InputPaths.FindAsync(options.Files, cancellation).ConfigureAwait(false);
        var places = RecordPlaces.OfCommand(DateTimeOffset.UtcNow);
        var parts = files.SelectMany(file => InputReader.Read(file, places));
        var result = await ToolConsole
            .WithProgressAsync(
                ToolConsole.Kibibytes(files.Sum(file => file.Length)),
                "KiB",
                progress =>
                    LocalRun.RunAsync(
                        InputPart.Cut(parts, Payload.RecordsPerInvocation),
                        options,
                        part => progress(ToolConsole.Kibibytes(part.BytesRead)),
                        cancellation
                    )
            )
            .ConfigureAwait(false);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            RunJson.Write(result, output);
        }
        else
        {
            new RunTables(ToolConsole.Output()).Write(result, showsAll);
        }

        return result.HasFailure ? RecordFailed : Done;
    }
}
