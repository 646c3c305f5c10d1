using System.CommandLine;
using Impressions.Cli.Input;
using Impressions.Core;

namespace Impressions.Cli.Report;

/// <summary><c>impressions report</c>: how well recommendations do, from past events.</summary>
static class ReportCommand
{
    const int Done = 0;
    const int Failed = 1;

    const int MaxWindowHours = 24 * 365;

    static readonly Argument<string[]> Files = new("FILES")
    {
        Description = CommonOptions.InputDescription,
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<bool> Csv = new("--csv")
    {
        Description = "Write one CSV instead of tables; its first column says which table a row belongs to.",
    };

    static readonly Option<string> Page = new("--html")
    {
        Description = "Also write a page with pictures: one file, for any browser.",
        HelpName = "FILE.html",
    };

    static readonly Option<int> Window = NumberOption.Create(
        "--attribution-window",
        "How long after a click on a recommendation an action with its item counts as a conversion (hours).",
        preset: 168,
        least: 1,
        most: MaxWindowHours,
        unit: "HOURS"
    );

    public static Command Create()
    {
        var command = new Command(
            "report",
            "Tell how well recommendations do: click-through by widget, by rank and by how the item was found, each with its "
                + "95 % interval; clicks that count for no item; conversions and revenue; which events count; day by day. "
                + "Events are mapped by the settings in the environment, in the order of the files; duplicates count once. A "
                + "recommendation counts as seen once, by its id, where an expose_element event of its element says so. "
                + "Memory is bounded: at least the last 250,000 recommendations, 250,000 clicks and 1,000,000 event ids are "
                + "remembered, and the report says when more were forgotten. Exit code 1 when there are dead letters."
        )
        {
            Files,
            CommonOptions.Json,
            Csv,
            Page,
            Window,
        };
        foreach (var option in InputSelection.Options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(given =>
        {
            if (given.GetValue(CommonOptions.Json) && given.GetValue(Csv))
            {
                given.AddError("--json and --csv: expected one of them, got both.");
            }
        });
        command.SetAction(
            async (parsed, cancellation) => await RunAsync(parsed, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var files = await InputSelection
            .Of(parsed)
            .FindAsync(parsed.GetRequiredValue(Files), cancellation)
            .ConfigureAwait(false);
        var page = parsed.GetValue(Page);
        ReportPage.Reserve(page);
        try
        {
            var figures = await CountAsync(files, parsed.GetValue(Window), cancellation)
                .ConfigureAwait(false);
            ReportPage.Write(page, figures);
            Write(figures, parsed);
            return figures.DeadLetters == 0 ? Done : Failed;
        }
        catch
        {
            ReportPage.Discard(page);
            throw;
        }
    }

    static void Write(ReportFigures figures, ParseResult parsed)
    {
        if (!parsed.GetValue(CommonOptions.Json) && !parsed.GetValue(Csv))
        {
            new ReportTables(ToolConsole.Output()).Write(figures);
            return;
        }

        using var output = Console.OpenStandardOutput();
        if (parsed.GetValue(Csv))
        {
            ReportCsv.Write(output, figures);
        }
        else
        {
            ReportJson.Write(output, figures);
        }
    }

    static async Task<ReportFigures> CountAsync(
        IReadOnlyList<InputFile> files,
        int windowHours,
        CancellationToken cancellation
    )
    {
        var options = ReadOptions();
        var count = new ReportCount(
            (long)TimeSpan.FromHours(windowHours).TotalMilliseconds,
            options.SessionIdentity,
            ReportLimits.Default
        );
        await ToolConsole
            .WithProgressAsync(
                ToolConsole.Kibibytes(files.Sum(file => file.Length)),
                "KiB read",
                progress => CountAsync(files, options, count, progress, cancellation)
            )
            .ConfigureAwait(false);
        var figures = count.Finish();
        return figures.Events > 0
            ? figures
            : throw new UsageException(
                $"There are no events in {(files is [var file] ? file.Path : $"{files.Count} files")}: expected enriched events, one a line."
            );
    }

    static async Task<ReportCount> CountAsync(
        IReadOnlyList<InputFile> files,
        ImpressionsOptions options,
        ReportCount count,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var parts = MappedInput.MapAsync<ReadPart>(
            files,
            () => new ReportReader(options).Read,
            options.RemembersEvents,
            cancellation
        );
        await foreach (var part in parts.ConfigureAwait(false))
        {
            count.Add(part);
            progress(ToolConsole.Kibibytes(part.BytesRead));
        }

        return count;
    }

    /// <summary>The function's settings, with what the report needs besides; neither changes what becomes of an event.</summary>
    /// <exception cref="UsageException">A setting is wrong.</exception>
    static ImpressionsOptions ReadOptions() =>
        ToolSettings.Read(
            (Settings.EventValues, "revenue"),
            (Settings.AttributionSource, Core.Mapping.Attribution.ElementName)
        );
}
