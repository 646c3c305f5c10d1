using System.Globalization;
using Spectre.Console;

namespace Impressions.Cli.Replay;

/// <summary>What became of past events, for people and for machines.</summary>
static class ReplayReport
{
    public static void WriteJson(ReplayResult result, bool isDry, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("failed"u8, result.HasFailure);
        json.WriteBoolean("dryRun"u8, isDry);
        json.WriteString("stopped"u8, result.Stopped);
        json.WriteNumber("events"u8, result.Settled);
        json.WriteNumber("settledBefore"u8, result.SettledBefore);
        json.WriteNumber("accepted"u8, result.Accepted);
        json.WriteNumber("calls"u8, result.Calls);
        ToolConsole.WriteCounts(json, "skipReasons", result.SkipReasons);
        ToolConsole.WriteCounts(json, "deadLetters", result.DeadLetters);
        ToolConsole.WriteTexts(json, "errors", result.Errors);
        json.WriteEndObject();
    }

    public static void WriteTable(ReplayResult result, bool isDry, bool hasState, IAnsiConsole console)
    {
        foreach (var error in result.Errors)
        {
            console.MarkupLineInterpolated($"[red]error:[/] {error}");
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns(new TableColumn("What"), new TableColumn("Count").RightAligned());
        Row(table, "events", result.Settled);
        Row(table, "events settled before", result.SettledBefore);
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

    static string Conclusion(ReplayResult result, bool isDry, bool hasState)
    {
        var goOn = hasState
            ? "run the same command again to go on from here."
            : "run it again: what was accepted counts once; --state FILE goes on from where it stopped.";
        return result switch
        {
            { Stopped: "interrupted" } => $"[yellow]interrupted:[/] {goOn}",
            { Stopped: "misconfigured" } => $"[red]stopped:[/] repair what the error says, then {goOn}",
            { Stopped: "function ended" } => $"[red]stopped:[/] the function ended; {goOn}",
            { Stopped: not null } => $"[red]stopped:[/] Personalize does not take more for now. Later {goOn}",
            { DeadLetters.Count: > 0 } =>
                "[yellow]done,[/] but for dead letters; --dead-letters FILE keeps them, impressions dead-letters FILE explains them.",
            _ when isDry => "[green]ok:[/] nothing was sent.",
            _ => "[green]ok:[/] every event was sent, or skipped for a reason.",
        };
    }

    static void Row(Table table, string what, long count)
    {
        if (count > 0 || what == "events")
        {
            table.AddRow(what, count.ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
