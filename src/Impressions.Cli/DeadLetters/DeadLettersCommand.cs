using System.CommandLine;
using Impressions.Cli.Replay;

namespace Impressions.Cli.DeadLetters;

/// <summary><c>impressions dead-letters</c>: what could not be sent, and sending it again.</summary>
static class DeadLettersCommand
{
    const int Done = 0;
    const int Failed = 1;

    static readonly Argument<string> Location = new("LOCATION")
    {
        Description =
            "s3://bucket/prefix, read with your own AWS credentials, or a folder or file copied from there: the function's dead "
            + "letters, and what Lambda gave up on.",
    };

    static readonly Option<string> Reason = new("--reason")
    {
        Description = "Only dead letters with this reason.",
        HelpName = "CODE",
    };

    static readonly Option<bool> Replays = new("--replay")
    {
        Description =
            "Send them through the function again, to Personalize, with the environment of this command: "
            + "PERSONALIZE_TRACKING_ID and the other settings, AWS credentials, endpoints. They keep their ids, so "
            + "replaying twice is harmless. The objects are not deleted, and nothing is stored again.",
    };

    public static Command Create()
    {
        var command = new Command(
            "dead-letters",
            "List the dead letters in a bucket or folder by reason, or replay them. Exit code 1 when a replayed one "
                + "still fails or a line could not be read for it."
        )
        {
            Location,
            Reason,
            Replays,
            CommonOptions.Function,
            CommonOptions.Json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var source = await DeadLetterSource
                    .OpenAsync(parsed.GetRequiredValue(Location), cancellation)
                    .ConfigureAwait(false);
                var (reason, writesJson) = (parsed.GetValue(Reason), parsed.GetValue(CommonOptions.Json));
                return parsed.GetValue(Replays)
                    ? await ReplayAsync(
                            source,
                            reason,
                            parsed.GetValue(CommonOptions.Function) ?? FunctionPath.Default,
                            writesJson,
                            cancellation
                        )
                        .ConfigureAwait(false)
                    : await ListAsync(source, reason, writesJson, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

    static async Task<int> ListAsync(
        DeadLetterSource source,
        string? reason,
        bool writesJson,
        CancellationToken cancellation
    )
    {
        var listing = await ToolConsole
            .WithProgressAsync(
                source.Files.Count,
                "objects",
                async progress =>
                {
                    var listing = new DeadLetterListing();
                    await foreach (
                        var item in source.ReadAsync(reason, progress, cancellation).ConfigureAwait(false)
                    )
                    {
                        listing.Add(item);
                    }

                    return listing;
                }
            )
            .ConfigureAwait(false);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            DeadLetterJson.Write(listing, output);
        }
        else
        {
            new DeadLetterTables(ToolConsole.Output()).Write(listing, source.Location);
        }

        return Done;
    }

    static async Task<int> ReplayAsync(
        DeadLetterSource source,
        string? reason,
        string functionPath,
        bool writesJson,
        CancellationToken cancellation
    )
    {
        var delivery = await FunctionDelivery.StartAsync(functionPath, cancellation).ConfigureAwait(false);
        await using var _ = delivery.ConfigureAwait(false);
        var chunks = new DeadLetterChunks();
        var result = await ToolConsole
            .WithProgressAsync(
                source.Files.Count,
                "objects",
                progress =>
                    new Replayer(
                        delivery,
                        new EventRate(perSecond: 0, TimeProvider.System),
                        deadLetters: null, // they are stored where they come from
                        (_, _) => { },
                        TimeProvider.System
                    ).RunAsync(
                        chunks.ReadAsync(source.ReadAsync(reason, progress, cancellation)),
                        start: default,
                        cancellation
                    )
            )
            .ConfigureAwait(false);
        var report = new DeadLetterReplayReport(result, chunks);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            report.WriteJson(output);
        }
        else
        {
            report.WriteTable(ToolConsole.Output());
        }

        return report.HasFailure ? Failed : Done;
    }
}
