using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Impressions.Cli.Report;

/// <summary>The report as one CSV: a row for each figure, and which table it belongs to in the first column.</summary>
sealed class ReportCsv : IDisposable
{
    static readonly string[] Columns =
    [
        "table",
        "name",
        "detail",
        "clicked",
        "seen",
        "click_through",
        "low",
        "high",
        "clicks",
        "conversions",
        "purchases",
        "revenue",
        "events",
    ];

    readonly CsvWriter _csv;

    /// <param name="output">Stays open.</param>
    ReportCsv(Stream output) =>
        _csv = new CsvWriter(
            new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                NewLine = "\n",
                InjectionOptions = InjectionOptions.Escape, // a spreadsheet must not take a name for a formula
            }
        );

    public static void Write(Stream output, ReportFigures figures)
    {
        using var csv = new ReportCsv(output);
        csv.WriteRow(Columns);
        csv.Write(
            "total",
            clickThrough: figures.ClickThrough,
            clicks: figures.Clicks,
            conversions: figures.Converted,
            events: figures.Events
        );
        csv.Write("widget", figures.Widgets);
        csv.Write("rank", figures.Ranks);
        csv.Write("rule", figures.Rules);
        foreach (var row in figures.Unresolved)
        {
            csv.Write("unresolved", row.Reason, clicks: row.Clicks);
        }

        foreach (var row in figures.Conversions)
        {
            csv.Write("conversion", row.Widget, row.EventType, conversions: row.Conversions);
        }

        foreach (var row in figures.Recommendations)
        {
            csv.Write(
                "recommendation",
                row.RecommendationId,
                row.Widget,
                clicks: row.Clicks,
                conversions: row.Conversions
            );
        }

        foreach (var row in figures.Fates)
        {
            csv.Write("event", row.Fate, row.Reason, events: row.Events);
        }

        foreach (var row in figures.Days)
        {
            csv.Write(
                "day",
                Text(row.Day),
                clickThrough: row.ClickThrough,
                clicks: row.Clicks,
                conversions: row.Conversions
            );
        }
    }

    void Write(string table, IEnumerable<ClickFigure> rows)
    {
        foreach (var row in rows)
        {
            Write(table, row.Name, clickThrough: row.ClickThrough, clicks: row.Clicks);
        }
    }

    void Write(
        string table,
        string name = "",
        string detail = "",
        ClickThrough? clickThrough = null,
        long? clicks = null,
        Conversions? conversions = null,
        long? events = null
    ) =>
        WriteRow(
            table,
            name,
            detail,
            Text(clickThrough?.Clicked),
            Text(clickThrough?.Seen),
            Text(clickThrough?.Share),
            Text(clickThrough?.Low),
            Text(clickThrough?.High),
            Text(clicks),
            Text(conversions?.Count),
            Text(conversions?.Purchases),
            Text(conversions?.Revenue),
            Text(events)
        );

    void WriteRow(params IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }

        _csv.NextRecord();
    }

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(format: null, CultureInfo.InvariantCulture) ?? "";

    public void Dispose() => _csv.Dispose();
}
