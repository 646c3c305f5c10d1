using System.Globalization;
using Spectre.Console;

namespace Impressions;

/// <summary>Listings and replays for a person.</summary>
sealed class DeadLetterTables(IAnsiConsole console)
{
    /// <summary>Unreadable lines named; all are counted.</summary>
    const int MaxPlaces = 10;

    public void Write(DeadLetterListing listing, string location)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns("Reason", "Error code", "Dead letters", "First (UTC)", "Last (UTC)", "Objects");
        foreach (var ((reason, errorCode), alike) in listing.Alike)
        {
            table.AddRow(
                Markup.Escape(reason),
                Markup.Escape(errorCode),
                Number(alike.Count),
                Time(alike.First),
                Time(alike.Last),
                Number(alike.Objects.Count)
            );
        }

        console.MarkupLineInterpolated($"[bold]Dead letters in {location}: {Number(listing.Count)}[/]");
        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        foreach (
            var ((reason, _), _) in listing.Alike.DistinctBy(
                alike => alike.Key.Reason,
                StringComparer.Ordinal
            )
        )
        {
            console.MarkupLineInterpolated($"[grey]{reason}: {DeadLetterReasons.Explain(reason)}[/]");
        }

        if (listing.Unreadable.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]{Number(listing.Unreadable.Count)} lines are no dead letters of Impressions:[/]"
            );
            foreach (var (name, lineNumber) in listing.Unreadable.Take(MaxPlaces))
            {
                console.MarkupLineInterpolated($"  {name}, line {Number(lineNumber)}");
            }
        }
    }

    public void Write(ReplayResult result)
    {
        foreach (var error in result.Errors)
        {
            console.MarkupLineInterpolated($"[red]error:[/] {error}");
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns("Fate", "Dead letters", "Why");
        Row(table, "replayed", result.Replayed, "");
        Row(table, "accepted", result.Accepted, "");
        Row(table, "skipped", result.Skipped, Counts(result.SkipReasons));
        Row(table, "still failing", result.StillFailing, Counts(result.Failures));
        Row(table, "left out", result.Copies, "copies of others");
        Row(table, "unreadable", result.Unreadable, "");
        console.Write(table);
        if (result.Answers.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"Batches that Personalize did not accept: {Counts(result.Answers)}"
            );
        }

        console.MarkupLine(
            result.HasFailure
                ? "[red]failed:[/] something was not accepted. Mend it and replay again: what was accepted counts once."
                : "[green]ok:[/] nothing fails any more. The objects are still there; delete them when you like."
        );
    }

    static void Row(Table table, string fate, int count, string why)
    {
        if (count > 0)
        {
            table.AddRow(fate, Number(count), Markup.Escape(why));
        }
    }

    static string Counts(SortedDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(count => $"{count.Key} {Number(count.Value)}"));

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
