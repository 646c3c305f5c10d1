using System.CommandLine;

namespace Impressions;

/// <summary><c>impressions dead-letters</c>: what could not be sent, and sending it again.</summary>
static class DeadLettersCommand
{
    const int Done = 0;
    const int Failed = 1;

    static readonly Argument<string> Location = new("LOCATION")
    {
        Description =
            "s3://bucket/prefix, read with your own AWS credentials, or a folder or file copied from there.",
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
            + "replaying twice is harmless. The objects are not deleted, and nothing is stored anew.",
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
                source.Names.Count,
                "objects",
                async progress =>
                {
                    var listing = new DeadLetterListing();
                    await foreach (
                        var line in DeadLetterReader
                            .ReadAsync(source, reason, progress, cancellation)
                            .ConfigureAwait(false)
                    )
                    {
                        listing.Add(line);
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
        var result = await ToolConsole
            .WithProgressAsync(
                source.Names.Count,
                "objects",
                progress =>
                    new Replay(functionPath).RunAsync(
                        DeadLetterReader.ReadAsync(source, reason, progress, cancellation),
                        cancellation
                    )
            )
            .ConfigureAwait(false);
        if (writesJson)
        {
            using var output = Console.OpenStandardOutput();
            DeadLetterJson.Write(result, output);
        }
        else
        {
            new DeadLetterTables(ToolConsole.Output()).Write(result);
        }

        return result.HasFailure ? Failed : Done;
    }
}
