using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Impressions;

/// <summary>What became of a replay, for people and for machines.</summary>
static class EventReplayReport
{
    public static void WriteJson(EventReplayResult result, bool isDry, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("failed"u8, result.HasFailure);
        json.WriteBoolean("dryRun"u8, isDry);
        json.WriteString("stopped"u8, result.Stopped);
        json.WriteNumber("events"u8, result.Events);
        json.WriteNumber("settledBefore"u8, result.Before);
        json.WriteNumber("accepted"u8, result.Accepted);
        json.WriteNumber("calls"u8, result.Calls);
        Write(json, "skipReasons", result.SkipReasons);
        Write(json, "deadLetters", result.DeadLetters);
        json.WriteStartArray("errors"u8);
        foreach (var error in result.Errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteTable(EventReplayResult result, bool isDry, bool hasState, IAnsiConsole console)
    {
        foreach (var error in result.Errors)
        {
            console.MarkupLineInterpolated($"[red]error:[/] {error}");
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns(new TableColumn("What"), new TableColumn("Count").RightAligned());
        Row(table, "events", result.Events);
        Row(table, "events settled before", result.Before);
        Row(table, isDry ? "interactions that would be sent" : "interactions accepted", result.Accepted);
        Row(table, isDry ? "calls that would be made" : "calls", result.Calls);
        foreach (var (code, count) in result.SkipReasons)
        {
            Row(table, "skipped: " + code, count);
        }

        foreach (var (code, count) in result.DeadLetters)
        {
            Row(table, "dead letters: " + code, count);
        }

        console.Write(table);
        console.MarkupLine(Conclusion(result, isDry, hasState));
    }

    static string Conclusion(EventReplayResult result, bool isDry, bool hasState)
    {
        var goOn = hasState
            ? "run the same command again to go on from here."
            : "run it again: what was accepted counts once; --state FILE goes on from where it stopped.";
        return result switch
        {
            { Stopped: "interrupted" } => $"[yellow]interrupted:[/] {goOn}",
            { Stopped: "misconfigured" } => $"[red]stopped:[/] mend what the error says, then {goOn}",
            { Stopped: "function ended" } => $"[red]stopped:[/] the function ended; {goOn}",
            { Stopped: not null } => $"[red]stopped:[/] Personalize does not take more for now. Later {goOn}",
            { DeadLetters.Count: > 0 } =>
                "[yellow]done,[/] but for dead letters; --dead-letters FILE keeps them, impressions dead-letters FILE explains them.",
            _ when isDry => "[green]ok:[/] nothing was sent.",
            _ => "[green]ok:[/] every event was sent, or skipped for a reason.",
        };
    }

    static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (code, count) in counts)
        {
            json.WriteNumber(code, count);
        }

        json.WriteEndObject();
    }

    static void Row(Table table, string what, long count)
    {
        if (count > 0 || what == "events")
        {
            table.AddRow(what, count.ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
