using System.Text;
using static Impressions.Cli.Report.ReportWords;

namespace Impressions.Cli.Report;

/// <summary>The report as one page for a browser: no script, and nothing from elsewhere.</summary>
static class ReportPage
{
    /// <summary>The last days that the table lists; the pictures show all.</summary>
    const int MaxDays = 31;

    /// <summary>Those behind them are shown when the reader asks.</summary>
    const int OpenRows = 10;

    /// <summary>Finds out at once whether the page can be written.</summary>
    /// <param name="path">Null for no page.</param>
    /// <exception cref="UsageException">It is there, or cannot be written.</exception>
    public static void Reserve(string? path)
    {
        if (path is not null)
        {
            OutputFiles.Create(path).Dispose();
        }
    }

    /// <summary>An empty page would be in the way of the next report.</summary>
    public static void Discard(string? path)
    {
        if (path is not null)
        {
            File.Delete(path);
        }
    }

    /// <param name="path">Reserved; null for no page.</param>
    public static void Write(string? path, ReportFigures figures)
    {
        if (path is not null)
        {
            using var output = new StreamWriter(OutputFiles.Append(path), new UTF8Encoding(false));
            output.Write(Of(figures));
        }
    }

    public static string Of(ReportFigures figures) => Page(figures).ToString();

    static Html Page(ReportFigures figures) =>
        Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>How recommendations did, {Period(figures)}</title>
            <style>{Html.OfResource(Style())}</style>
            </head>
            <body>
            <header><h1>How recommendations did</h1><p>{Period(figures)} · {Number(
                figures.Events
            )} events</p></header>
            <main>
            {Tiles(figures)}
            {Notes(ReportSentences.Of(figures))}
            {Clicks(figures)}
            {Earnings(figures)}
            </main>
            </body>
            </html>

            """
        );

    static Html Clicks(ReportFigures figures)
    {
        var rankScale = ReportCharts.Scale(figures.Ranks.Select(row => row.ClickThrough));
        return Html.Of(
            $"""
            {Section(
                "Click-through over time",
                "Of the recommendations first seen on a day, the share of which an item was clicked. The band is where the share would lie with many more of the same kind (95 %).",
                ReportCharts.Line(figures.Days),
                Details(
                    $"Day by day, the last {Math.Min(MaxDays, figures.Days.Count)}",
                    Shares("Day (UTC)", figures.Days.TakeLast(MaxDays).Select(OfDay))
                )
            )}
            {Section(
                "By widget",
                "The line across a bar is its interval: widgets whose lines overlap may do equally well.",
                Shares("Widget", figures.Widgets)
            )}
            {Section(
                "By rank",
                "The item's place in its recommendation, of the recommendations that showed so many.",
                Shares("Rank", figures.Ranks.Take(OpenRows), rankScale),
                Details("Further ranks", Shares("Rank", figures.Ranks.Skip(OpenRows), rankScale))
            )}
            {Section(
                "By how the item was found",
                "The further down, the less certain which item was clicked.",
                Shares("Found by", figures.Rules.Select(row => row with { Name = OfRule(row.Name) }))
            )}
            """
        );
    }

    static Html Earnings(ReportFigures figures) =>
        Html.Of(
            $"""
            {Section(
                "Revenue after a click, over time",
                "Of the items bought after a click on their recommendation, on the day when they were bought.",
                ReportCharts.Columns(figures.Days)
            )}
            {Section(
                "Conversions",
                "What visitors did with an item after they clicked it in a recommendation. The last click counts.",
                ReportPageTables.Conversions(figures)
            )}
            {Section(
                "Recommendations that earned most",
                "By the id that Amazon Personalize gave each.",
                ReportPageTables.Recommendations(figures.Recommendations.Take(OpenRows)),
                Details("Further ones", ReportPageTables.Recommendations(figures.Recommendations.Skip(OpenRows)))
            )}
            {Section(
                "Clicks that count for no item",
                "Each is a click that Personalize cannot learn from.",
                ReportPageTables.Unresolved(figures)
            )}
            {Section(
                "Events",
                "Which events count, and why the others do not. Those with a mark need somebody's attention.",
                ReportPageTables.Fates(figures)
            )}
            """
        );

    static Html Tiles(ReportFigures figures) =>
        Html.Of(
            $"""
            <div class="tiles">
            <div><b>{Percent(figures.ClickThrough.Share)}</b><span>click-through ({Interval(
                figures.ClickThrough
            )})</span></div>
            <div><b>{Number(figures.ClickThrough.Seen)}</b><span>recommendations seen</span></div>
            <div><b>{Number(figures.Clicks)}</b><span>clicks on their items</span></div>
            <div><b>{Number(figures.Converted.Purchases)}</b><span>items bought after a click</span></div>
            <div><b>{Money(figures.Converted.Revenue)}</b><span>revenue after a click</span></div>
            </div>
            """
        );

    static Html Notes(IEnumerable<string> sentences) =>
        Html.Of(
            $"""<ul class="notes">{sentences.Select(sentence => Html.Of($"<li>{sentence.Replace(" %", "\u00A0%", StringComparison.Ordinal)}</li>"))}</ul>"""
        );

    /// <summary>Left out where there is nothing to show.</summary>
    static Html Section(string title, string about, params IReadOnlyList<Html> parts) =>
        parts.All(part => part.ToString().Length == 0)
            ? Html.Of($"")
            : Html.Of($"<section><h2>{title}</h2><p>{about}</p>{parts}</section>");

    /// <param name="scale">What the end of a bar stands for; by default what these rows need.</param>
    static Html Shares(string heading, IEnumerable<ClickFigure> figures, double? scale = null)
    {
        var rows = figures.ToList();
        if (rows.Count == 0)
        {
            return Html.Of($"");
        }

        var end = scale ?? ReportCharts.Scale(rows.Select(row => row.ClickThrough));
        return Html.Of(
            $"""
            <table class="shares"><thead><tr><th>{heading}</th><th></th><th>Click-through</th><th>95 % interval</th><th>Clicked / seen</th></tr></thead><tbody>
            {rows.Select(row => Html.Of(
                $"""
                <tr><th>{row.Name}</th><td>{ReportCharts.Bar(row.ClickThrough, end)}</td><td><b>{Percent(row.ClickThrough.Share)}</b></td><td>{Interval(row.ClickThrough)}</td><td>{Number(row.ClickThrough.Clicked)} / {Number(row.ClickThrough.Seen)}</td></tr>

                """
            ))}</tbody></table>
            """
        );
    }

    /// <summary>What a reader opens to see more; left out where there is nothing to show.</summary>
    static Html Details(string summary, Html more) =>
        more.ToString().Length == 0
            ? more
            : Html.Of($"<details><summary>{summary}</summary>{more}</details>");

    static ClickFigure OfDay(DayFigure day) => new(Day(day.Day), day.ClickThrough, day.Clicks);

    static string Period(ReportFigures figures) =>
        figures.Days switch
        {
            [] => "no day with a recommendation",
            [var day] => Day(day.Day),
            [var first, .., var last] => $"{Day(first.Day)} to {Day(last.Day)}",
        };

    static string Style()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
