using System.CommandLine;
using System.Threading.Channels;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;

namespace Impressions.Cli.Tail;

/// <summary><c>impressions tail</c>: the events of a stream as they come, and what the function makes of each.</summary>
static class TailCommand
{
    /// <summary>Reads that wait to be shown.</summary>
    const int MaxWaiting = 8;

    static readonly Dictionary<string, Func<TailedEvent, bool>> Kinds = new(StringComparer.Ordinal)
    {
        ["unintended"] = tailed => tailed.IsUnintended,
        ["clicks"] = tailed => tailed.Seen.IsClick,
        ["dead-letters"] = tailed => tailed.Seen.Fate == Impressions.Sandbox.View.EventFate.DeadLetter,
    };

    static readonly Argument<string> Stream = new("STREAM")
    {
        Description = "Name or ARN of the Kinesis stream.",
    };

    static readonly Option<string> From = new("--from")
    {
        Description =
            "Where to begin: latest, trim-horizon (the oldest record), or a time such as 2026-12-01T09:30:00Z.",
        HelpName = "PLACE",
        DefaultValueFactory = _ => "latest",
        Validators =
        {
            given =>
            {
                var text = given.GetValueOrDefault<string>();
                if (!TailStart.TryParse(text, out _))
                {
                    given.AddError(
                        $"--from: expected latest, trim-horizon or a time such as 2026-12-01T09:30:00Z, got {text}."
                    );
                }
            },
        },
    };

    static readonly Option<string?> Only = new("--only")
    {
        Description = "Show these alone: unintended (what somebody has to fix), clicks, or dead-letters.",
        HelpName = "KIND",
        Validators =
        {
            given =>
            {
                var text = given.GetValueOrDefault<string?>();
                if (text is null || !Kinds.ContainsKey(text))
                {
                    given.AddError($"--only: expected {string.Join(", ", Kinds.Keys)}, got {text}.");
                }
            },
        },
    };

    static readonly Option<bool> Values = new("--values")
    {
        Description = "Show values of events too: ids of users, sessions and items, links.",
    };

    static readonly Option<bool> Once = new("--once")
    {
        Description = "End where nothing newer is in the stream.",
    };

    static readonly Option<string?> Region = new("--region")
    {
        Description = "The stream's region; without it that of AWS_REGION or the profile.",
        HelpName = "REGION",
    };

    static readonly Option<string?> Profile = new("--profile")
    {
        Description = "The AWS profile to read with; without it that of AWS_PROFILE.",
        HelpName = "NAME",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Write one JSON object a line." };

    public static Command Create()
    {
        var command = new Command(
            "tail",
            "Watch a Kinesis stream beside the function: each event, what the function makes of it, and what to fix. Reads "
                + "at most four times a second a shard, and stores no place. The function's settings are taken from the "
                + "environment. Ctrl+C ends it with a summary."
        )
        {
            Stream,
            From,
            Only,
            Values,
            Once,
            Region,
            Profile,
            Json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                _ = TailStart.TryParse(parsed.GetValue(From), out var start); // the option has checked it
                var events = new TailedEvents(ToolSettings.Read());
                var name = parsed.GetRequiredValue(Stream);
                using var aws = await AwsReader
                    .OpenAsync(
                        parsed.GetValue(Region) ?? RegionOf(name),
                        parsed.GetValue(Profile),
                        TimeProvider.System
                    )
                    .ConfigureAwait(false);
                var output = TailOutput.Open(parsed.GetValue(Json), parsed.GetValue(Values));
                var tail = new StreamTail(
                    new KinesisStream(aws, name),
                    start!,
                    parsed.GetValue(Once),
                    TimeProvider.System
                );
                var only = parsed.GetValue(Only) is { } kind ? Kinds[kind] : _ => true;
                output.Write(await ShowAsync(tail, events, only, output, cancellation).ConfigureAwait(false));
                return 0;
            }
        );
        return command;
    }

    /// <returns>What came until the end, or until Ctrl+C.</returns>
    static async Task<TailSummary> ShowAsync(
        StreamTail tail,
        TailedEvents events,
        Func<TailedEvent, bool> isShown,
        TailOutput output,
        CancellationToken cancellation
    )
    {
        var summary = new TailSummary();
        var waiting = Channel.CreateBounded<IReadOnlyList<InputRecord>>(MaxWaiting);
        var reading = Task.Run(() => tail.RunAsync(waiting.Writer, cancellation), CancellationToken.None);
        try
        {
            await foreach (
                var records in waiting.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)
            )
            {
                events.Read(
                    records,
                    tailed =>
                    {
                        summary.Add(tailed);
                        if (isShown(tailed))
                        {
                            output.Write(tailed);
                        }
                    }
                );
            }

            await reading.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
        }

        return summary;
    }

    /// <summary>An ARN names it: <c>arn:aws:kinesis:REGION:ACCOUNT:stream/NAME</c>.</summary>
    static string? RegionOf(string stream) =>
        stream.Split(':') is ["arn", _, "kinesis", { Length: > 0 } region, ..] ? region : null;
}
