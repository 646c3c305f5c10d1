using System.Globalization;
using Impressions.Cli.Replay;
using Spectre.Console;

namespace Impressions.Cli.DeadLetters;

/// <summary>What became of dead letters that were sent again, for people and for machines.</summary>
sealed class DeadLetterReplayReport(ReplayResult result, DeadLetterChunks chunks)
{
    /// <summary>Code for what Personalize could not take at the time; the answers say why.</summary>
    const string Unsent = "unsent";

    public bool HasFailure => StillFailing > 0 || chunks.Unreadable > 0 || result.Stopped is not null;

    long StillFailing => result.Dead + result.Unsent;

    long Accepted => result.Delivered - result.Skipped - StillFailing;

    SortedDictionary<string, long> Failures =>
        result.Unsent == 0
            ? result.DeadLetters
            : new(result.DeadLetters, StringComparer.Ordinal) { [Unsent] = result.Unsent };

    IEnumerable<string> Errors => result.Errors.Concat(chunks.Problems);

    public void WriteJson(Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("failed"u8, HasFailure);
        json.WriteString("stopped"u8, result.Stopped);
        json.WriteNumber("replayed"u8, result.Delivered);
        json.WriteNumber("accepted"u8, Accepted);
        json.WriteNumber("skipped"u8, result.Skipped);
        json.WriteNumber("stillFailing"u8, StillFailing);
        json.WriteNumber("copies"u8, chunks.Copies);
        json.WriteNumber("unreadable"u8, chunks.Unreadable);
        ToolConsole.WriteCounts(json, "skipReasons", result.SkipReasons);
        ToolConsole.WriteCounts(json, "failures", Failures);
        ToolConsole.WriteCounts(json, "answers", result.Answers);
        ToolConsole.WriteTexts(json, "errors", Errors);
        json.WriteEndObject();
    }

    public void WriteTable(IAnsiConsole console)
    {
        foreach (var error in Errors)
        {
            console.MarkupLineInterpolated($"[red]error:[/] {error}");
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns("Fate", "Dead letters", "Why");
        Row(table, "replayed", result.Delivered, "");
        Row(table, "accepted", Accepted, "");
        Row(table, "skipped", result.Skipped, Counts(result.SkipReasons));
        Row(table, "still failing", StillFailing, Counts(Failures));
        Row(table, "left out", chunks.Copies, "copies of others");
        Row(table, "unreadable", chunks.Unreadable, "");
        console.Write(table);
        if (result.Answers.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"Batches that Personalize did not accept: {Counts(result.Answers)}"
            );
        }

        console.MarkupLine(
            HasFailure
                ? "[red]failed:[/] something was not accepted. Repair the cause and replay again: what was accepted counts once."
                : "[green]ok:[/] nothing fails any more. The objects are still there; delete them when you like."
        );
    }

    static void Row(Table table, string fate, long count, string why)
    {
        if (count > 0)
        {
            table.AddRow(fate, Number(count), Markup.Escape(why));
        }
    }

    static string Counts(SortedDictionary<string, long> counts) =>
        string.Join(", ", counts.Select(count => $"{count.Key} {Number(count.Value)}"));

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
