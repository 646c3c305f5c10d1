using static Impressions.Cli.Report.ReportWords;

namespace Impressions.Cli.Report;

/// <summary>The tables of the page that have no pictures; empty where there is nothing to show.</summary>
static class ReportPageTables
{
    public static Html Conversions(ReportFigures figures) =>
        Table(
            ["Widget", "Event type", "Conversions", "Revenue"],
            texts: 2,
            figures.Conversions.Select(row =>
                (string[])[row.Widget, row.EventType, Number(row.Conversions.Count), Earned(row.Conversions)]
            )
        );

    public static Html Recommendations(IEnumerable<RecommendationFigure> rows) =>
        Table(
            ["Recommendation", "Widget", "Clicks", "Items bought", "Revenue"],
            texts: 2,
            rows.Select(row =>
                (string[])
                    [
                        row.RecommendationId,
                        row.Widget,
                        Number(row.Clicks),
                        Number(row.Conversions.Purchases),
                        Money(row.Conversions.Revenue),
                    ]
            )
        );

    public static Html Unresolved(ReportFigures figures) =>
        Table(
            ["Why", "Clicks"],
            texts: 1,
            figures.Unresolved.Select(row => (string[])[OfUnresolved(row.Reason), Number(row.Clicks)])
        );

    public static Html Fates(ReportFigures figures) =>
        Table(
            ["Event", "Code", "Events"],
            texts: 2,
            figures.Fates.Select(row =>
                (string[])
                    [
                        (IsIntended(row) ? "" : "⚠ ") + OfFate(row),
                        row.Reason.Length > 0 ? row.Reason : row.Fate,
                        Number(row.Events),
                    ]
            )
        );

    /// <param name="texts">So many columns hold texts, those behind them numbers.</param>
    static Html Table(IReadOnlyList<string> headings, int texts, IEnumerable<string[]> rows)
    {
        var lines = rows.Select(row =>
                Html.Of(
                    $"""
                    <tr>{row.Select((cell, i) => Html.Of(
                        $"""<td class="{Kind(i)}" data-name="{headings[i]}">{cell}</td>"""
                    ))}</tr>

                    """
                )
            )
            .ToList();
        return lines.Count == 0
            ? Html.Of($"")
            : Html.Of(
                $"""
                <table class="plain"><thead><tr>{headings.Select((heading, i) => Html.Of(
                    $"""<th class="{Kind(i)}">{heading}</th>"""
                ))}</tr></thead><tbody>
                {lines}</tbody></table>
                """
            );

        string Kind(int column) => column < texts ? "text" : "number";
    }
}
