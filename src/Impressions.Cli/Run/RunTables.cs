using System.Globalization;
using Impressions.Cli.DeadLetters;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Emulation.Personalize;
using Spectre.Console;

namespace Impressions.Cli.Run;

/// <summary>Shows the result of a run to a person: fates, clicks, interactions, calls, timing.</summary>
sealed class RunTables(IAnsiConsole console)
{
    /// <summary>Interactions shown unless all are asked for (rows).</summary>
    const int MaxInteractions = 12;

    /// <summary>With fewer, the 99th percentile is only the slowest one (invocations).</summary>
    const int MinForPercentile = 100;

    /// <summary>What the function logs of each of them, with its reason.</summary>
    const string DeadLetterLine = "dead letter";

    /// <summary>The first columns, with long ids in them.</summary>
    const int MayWrap = 3;

    /// <summary>The least important is left out first where the terminal is narrow (characters).</summary>
    static readonly (string Heading, int MinWidth, Func<AcceptedEvent, string> Text)[] InteractionColumns =
    [
        ("Type", 0, taken => taken.Event.EventType),
        ("Item", 0, taken => taken.Event.ItemId ?? ""),
        ("Recommendation", 0, taken => taken.Event.RecommendationId ?? "-"),
        ("Impression", 0, taken => Place(taken.Event)),
        ("User", 128, taken => Start(taken.UserId ?? "-")),
        ("Session", 128, taken => Start(taken.SessionId)),
        ("When (UTC)", 108, taken => When(taken.Event)),
    ];

    public void Write(RunResult result, bool showsAll)
    {
        WriteFates(result);
        WriteClicks(result);
        WriteInteractions(result, showsAll ? int.MaxValue : MaxInteractions);
        WriteCalls(result);
        WriteDeadLetters(result);
        WriteTiming(result);
        WriteVerdict(result);
    }

    void WriteFates(RunResult result)
    {
        var table = Table("Fate", "Reason", "Events");
        Row(
            table,
            "green",
            "sent",
            $"{Number(result.Count(MetricNames.Interactions))} interactions",
            result.Count(MetricNames.Mapped)
        );
        foreach (var reason in Enum.GetValues<SkipReason>())
        {
            var colour = reason.IsIntentional() ? "grey" : "yellow";
            Row(
                table,
                colour,
                "skipped",
                Code(reason),
                result.Count(MetricNames.SkippedPrefix + Code(reason))
            );
        }

        foreach (var reason in Enum.GetValues<DeadLetterReason>())
        {
            Row(
                table,
                "red",
                "dead letter",
                Code(reason),
                result.Count(MetricNames.DeadLettersPrefix + Code(reason))
            );
        }

        Row(table, "grey", "sent before", "already settled", result.Count(MetricNames.AlreadySettled));
        Write($"What became of the events: {Number(result.Count(MetricNames.Events))}", table);
    }

    void WriteClicks(RunResult result)
    {
        var table = Table("Rule", "Clicks");
        foreach (var rule in Enum.GetValues<ClickedItemRule>())
        {
            if (result.Count(MetricNames.ClicksByPrefix + Code(rule)) is > 0 and var clicks)
            {
                table.AddRow(Code(rule), Number(clicks));
            }
        }

        Write("How the clicked item of a recommendation was found", table);
    }

    void WriteInteractions(RunResult result, int most)
    {
        var columns = InteractionColumns.Where(column => column.MinWidth <= console.Profile.Width).ToList();
        var table = Table([.. columns.Select(column => column.Heading)]);
        foreach (var column in table.Columns.Skip(MayWrap))
        {
            column.NoWrap();
        }

        // Recommendation clicks first, those with an impression before the others: they are what this is for.
        foreach (
            var taken in result
                .Different.OrderBy(taken => taken.Event.RecommendationId is null)
                .ThenBy(taken => taken.Event.Impression is null)
                .Take(most)
        )
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Text(taken)))]);
        }

        var repeated = result.Accepted - result.Different.Count;
        Write(
            $"Interactions that Personalize accepted: {Number(result.Accepted)}"
                + (repeated > 0 ? $", {Number(result.Different.Count)} of them different" : ""),
            table
        );
        if (columns.Count < InteractionColumns.Length && table.Rows.Count > 0)
        {
            var left = InteractionColumns.Except(columns).Select(column => column.Heading);
            console.MarkupLineInterpolated(
                $"[grey]left out, since the terminal is narrow: {string.Join(", ", left)}; --json has everything[/]"
            );
        }

        if (result.Different.Count > most)
        {
            console.MarkupLineInterpolated(
                $"[grey]and {Number(result.Different.Count - most)} more; --all shows them[/]"
            );
        }
    }

    void WriteCalls(RunResult result)
    {
        var table = Table("Answer", "Calls");
        foreach (
            var answers in result
                .Calls.GroupBy(
                    call => call.IsAccepted ? "accepted" : $"{call.Status} {call.ErrorCode}",
                    StringComparer.Ordinal
                )
                .OrderBy(answers => answers.Key, StringComparer.Ordinal)
        )
        {
            table.AddRow(Markup.Escape(answers.Key), Number(answers.Count()));
        }

        Write($"PutEvents calls: {Number(result.Calls.Count)}", table);
    }

    void WriteDeadLetters(RunResult result)
    {
        var table = Table("Reason", "Error code", "Dead letters");
        foreach (
            var group in result
                .DeadLetters.GroupBy(row => (row.Reason, row.ErrorCode))
                .OrderBy(group => group.Key.Reason, StringComparer.Ordinal)
        )
        {
            table.AddRow(
                Markup.Escape(group.Key.Reason),
                Markup.Escape(group.Key.ErrorCode),
                Number(group.Count())
            );
        }

        Write($"Dead letters stored in the local bucket: {Number(result.DeadLetters.Count)}", table);
        DeadLetterTables.WriteReasons(
            console,
            result.DeadLetters.Select(row => row.Reason).Order(StringComparer.Ordinal)
        );
    }

    void WriteTiming(RunResult result)
    {
        var table = Table("What", "Value");
        table.AddRow("process start to first answer", Milliseconds(result.FirstAnswer));
        if (result.Warm > TimeSpan.Zero)
        {
            var perSecond =
                result.Count(MetricNames.Events)
                * (result.Answers.Count - 1)
                / result.Answers.Count
                / result.Warm.TotalSeconds;
            table.AddRow("warm invocation, median", Milliseconds(result.DurationAt(0.5)));
            if (result.Answers.Count > MinForPercentile)
            {
                table.AddRow("warm invocation, 99th percentile", Milliseconds(result.DurationAt(0.99)));
            }

            table.AddRow(
                "throughput",
                $"{Number(perSecond)} events/s in {Number(result.Answers.Count)} invocations"
            );
        }

        Write("Timing on this machine", table);
    }

    void WriteVerdict(RunResult result)
    {
        foreach (
            var error in result
                .Errors.Where(error => !error.StartsWith(DeadLetterLine, StringComparison.Ordinal)) // they are explained above
                .Concat(result.Answers.Select(answer => answer.Error?.Message).OfType<string>())
        )
        {
            console.MarkupLineInterpolated($"[red]error:[/] {error}");
        }

        if (result.HasFailedRecord)
        {
            console.MarkupLineInterpolated(
                $"[red]failed:[/] {result.Count(MetricNames.BatchItemFailures)} of {result.Count(MetricNames.Records)} records are batch item failures; Lambda would deliver them again."
            );
        }
        else if (result.DeadLetters.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]done,[/] but {Number(result.DeadLetters.Count)} {(result.DeadLetters.Count == 1 ? "dead letter" : "dead letters")} can never be sent as they are."
            );
        }
        else
        {
            console.MarkupLineInterpolated($"[green]ok:[/] every record was sent or skipped for a reason.");
        }
    }

    /// <summary>A table that has nothing in it is not shown.</summary>
    void Write(string title, Table table)
    {
        if (table.Rows.Count > 0)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{title}[/]");
            console.Write(table);
        }
    }

    static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var name in columns)
        {
            var column = new TableColumn(name);
            table.AddColumn(
                name is "Events" or "Clicks" or "Calls" or "Dead letters" or "Value"
                    ? column.RightAligned()
                    : column
            );
        }

        return table;
    }

    /// <summary>The date and time that Personalize got.</summary>
    static string When(ReceivedEvent taken) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds((long)(taken.SentAt * 1_000))
            .ToString("MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Which of the items on view it was.</summary>
    static string Place(ReceivedEvent taken) =>
        taken.Impression is { } shown
            ? $"{Number(shown.ToList().IndexOf(taken.ItemId ?? "") + 1)} of {Number(shown.Count)}"
            : "-";

    static void Row(Table table, string colour, string fate, string reason, int events)
    {
        if (events > 0)
        {
            table.AddRow($"[{colour}]{fate}[/]", reason, Number(events));
        }
    }

    static string Code<T>(T value)
        where T : struct, Enum => Codes<T>.Of(value);

    /// <summary>Enough of an id to distinguish it from others.</summary>
    static string Start(string id) => id.Length > 9 ? id[..8] + "…" : id;

    static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms";
}
