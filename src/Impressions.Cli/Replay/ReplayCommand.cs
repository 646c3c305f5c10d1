using System.CommandLine;
using Impressions.Cli.Input;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Replay;

/// <summary><c>impressions replay</c>: past events through the function to Personalize.</summary>
static class ReplayCommand
{
    const int Done = 0;
    const int Failed = 1;

    static readonly Argument<string[]> Files = new("FILES")
    {
        Description = CommonOptions.InputDescription,
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Send nothing: only say what would be sent.",
    };

    static readonly Option<int> Rate = NumberOption.Create(
        "--rate",
        "Most events a second; 0 for as fast as it goes. Personalize takes 1,000 calls a second of a dataset group, the live "
            + "function's among them, and a call carries the interactions of one session, 10 at most.",
        preset: 0,
        most: 1_000_000
    );

    static readonly Option<string> State = new("--state")
    {
        Description =
            "Remember in this file how far the replay has come. With the file there, it goes on from there.",
        HelpName = "FILE.json",
    };

    static readonly Option<string> DeadLetters = new("--dead-letters")
    {
        Description =
            "Append what can never be sent to this file, as the function writes it into its bucket.",
        HelpName = "FILE.jsonl",
    };

    public static Command Create()
    {
        var command = new Command(
            "replay",
            "Send past events through the function to Personalize, in their order, with the environment of this command: "
                + "PERSONALIZE_TRACKING_ID and the other settings, AWS credentials, endpoints. Events keep their ids, so sending "
                + "twice is harmless. Exit code 1 when it stopped early or something can never be sent."
        )
        {
            Files,
            DryRun,
            Rate,
            State,
            DeadLetters,
            CommonOptions.Function,
            CommonOptions.Json,
        };
        foreach (var option in InputSelection.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var files = await InputSelection
            .Of(parsed)
            .FindAsync(parsed.GetRequiredValue(Files), cancellation)
            .ConfigureAwait(false);
        var (isDry, statePath) = (parsed.GetValue(DryRun), parsed.GetValue(State));
        if (statePath is not null && (isDry || !files.All(file => File.Exists(file.Path))))
        {
            throw new UsageException(
                "--state remembers what was sent of files: it goes neither with --dry-run, nor with standard input or a bucket."
            );
        }

        if (statePath is "")
        {
            throw new UsageException("--state: expected the name of a file, got nothing.");
        }

        var state = new ReplayState(statePath, files);
        var start = state.Read();
        state.Write(start); // before anything is sent of which it could not be written
        IChunkDelivery delivery = isDry
            ? new PlannedDelivery(ToolSettings.Read())
            : await FunctionDelivery
                .StartAsync(parsed.GetValue(CommonOptions.Function) ?? FunctionPath.Default, cancellation)
                .ConfigureAwait(false);
        await using var _ = delivery.ConfigureAwait(false);
        using var deadLetters = parsed.GetValue(DeadLetters) is { } path ? OutputFiles.Append(path) : null;
        var chunks = ReplayChunk.Read(files, start, ChunkLimit(parsed.GetValue(Rate)), cancellation);
        var result = await ToolConsole
            .WithProgressAsync(
                ToolConsole.Kibibytes(files.Sum(file => file.Length)),
                "KiB sent",
                progress =>
                    new Replayer(
                        delivery,
                        new EventRate(parsed.GetValue(Rate), TimeProvider.System),
                        deadLetters,
                        (place, bytesRead) =>
                        {
                            state.Write(place);
                            var before = files.Take(place.File).Sum(file => file.Length);
                            progress(ToolConsole.Kibibytes(before + bytesRead));
                        },
                        TimeProvider.System
                    ).RunAsync(chunks.ToAsyncEnumerable(), start, cancellation)
            )
            .ConfigureAwait(false);
        Write(result, parsed.GetValue(CommonOptions.Json), isDry, statePath is not null);
        return result.HasFailure ? Failed : Done;
    }

    /// <summary>At a slow rate no burst of a whole invocation.</summary>
    static int ChunkLimit(int rate) =>
        rate == 0 ? Payload.RecordsPerInvocation : Math.Min(rate, Payload.RecordsPerInvocation);

    static void Write(ReplayResult result, bool writesJson, bool isDry, bool hasState)
    {
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            ReplayReport.WriteJson(result, isDry, output);
        }
        else
        {
            ReplayReport.WriteTable(result, isDry, hasState, ToolConsole.Output());
        }
    }
}
