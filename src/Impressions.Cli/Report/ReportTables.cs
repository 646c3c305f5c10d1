using Spectre.Console;
using static Impressions.Cli.Report.ReportWords;

namespace Impressions.Cli.Report;

/// <summary>Shows the report on a terminal.</summary>
sealed class ReportTables(IAnsiConsole console)
{
    /// <summary>The last days that are shown; <c>--json</c> has all.</summary>
    const int MaxDays = 31;

    public void Write(ReportFigures figures)
    {
        WriteClicks("Click-through by widget", "Widget", figures.Widgets, name => name);
        WriteClicks("Click-through by rank of the item", "Rank", figures.Ranks, name => name);
        WriteClicks("Click-through by how the item was found", "Rule", figures.Rules, name => name);
        WriteUnresolved(figures);
        WriteConversions(figures);
        WriteRecommendations(figures);
        WriteDays(figures);
        WriteFates(figures);
        WriteSummary(figures);
    }

    void WriteClicks(string title, string heading, IReadOnlyList<ClickFigure> rows, Func<string, string> text)
    {
        var table = Table(heading, "Seen", "Clicked", "Click-through", "95 % interval", "Clicks");
        foreach (var row in rows)
        {
            table.AddRow([Markup.Escape(text(row.Name)), .. Cells(row.ClickThrough), Number(row.Clicks)]);
        }

        Write(title, table);
    }

    void WriteUnresolved(ReportFigures figures)
    {
        var table = Table("Why", "Clicks", "Meaning");
        foreach (var row in figures.Unresolved)
        {
            table.AddRow(row.Reason, Number(row.Clicks), OfUnresolved(row.Reason));
        }

        table.Columns[2].LeftAligned();
        Write("Clicks on recommendations that count for no item", table);
    }

    void WriteConversions(ReportFigures figures)
    {
        var table = Table("Widget", "Event type", "Conversions", "Revenue");
        table.Columns[1].LeftAligned();
        foreach (var row in figures.Conversions)
        {
            table.AddRow(
                Markup.Escape(row.Widget),
                Markup.Escape(row.EventType),
                Number(row.Conversions.Count),
                Earned(row.Conversions)
            );
        }

        Write("Conversions: what followed a click on a recommendation", table);
    }

    void WriteRecommendations(ReportFigures figures)
    {
        var table = Table("Recommendation", "Widget", "Clicks", "Conversions", "Items bought", "Revenue");
        table.Columns[1].LeftAligned();
        foreach (var row in figures.Recommendations)
        {
            table.AddRow(
                Markup.Escape(row.RecommendationId),
                Markup.Escape(row.Widget),
                Number(row.Clicks),
                Number(row.Conversions.Count),
                Number(row.Conversions.Purchases),
                Money(row.Conversions.Revenue)
            );
        }

        Write("Recommendations that earned most", table);
    }

    void WriteDays(ReportFigures figures)
    {
        var table = Table(
            "Day (UTC)",
            "Seen",
            "Clicked",
            "Click-through",
            "95 % interval",
            "Clicks",
            "Items bought",
            "Revenue"
        );
        foreach (var row in figures.Days.TakeLast(MaxDays))
        {
            table.AddRow([
                Day(row.Day),
                .. Cells(row.ClickThrough),
                Number(row.Clicks),
                Number(row.Conversions.Purchases),
                Money(row.Conversions.Revenue),
            ]);
        }

        Write(figures.Days.Count > MaxDays ? $"The last {MaxDays} days" : "Day by day", table);
    }

    void WriteFates(ReportFigures figures)
    {
        var table = Table("Fate", "Events", "Reason", "Meaning");
        table.Columns[2].LeftAligned();
        table.Columns[3].LeftAligned();
        foreach (var row in figures.Fates)
        {
            var colour =
                row.Fate == "counts" ? "green"
                : IsIntended(row) ? "grey"
                : row.Fate == "skipped" ? "yellow"
                : "red";
            table.AddRow(
                $"[{colour}]{row.Fate.Replace('_', ' ')}[/]",
                Number(row.Events),
                row.Reason,
                OfFate(row)
            );
        }

        Write($"What became of the events: {Number(figures.Events)}", table);
    }

    void WriteSummary(ReportFigures figures)
    {
        console.WriteLine();
        foreach (var sentence in ReportSentences.Of(figures))
        {
            console.WriteLine(sentence);
        }
    }

    static string[] Cells(ClickThrough clickThrough) =>
        [
            Number(clickThrough.Seen),
            Number(clickThrough.Clicked),
            Percent(clickThrough.Share),
            Interval(clickThrough),
        ];

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

    /// <summary>Numbers, behind the first column.</summary>
    static Table Table(string first, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumn(first);
        foreach (var name in columns)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        return table;
    }
}
