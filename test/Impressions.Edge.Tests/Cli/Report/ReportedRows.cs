using System.Globalization;
using Impressions.Cli.Input;
using Impressions.Cli.Report;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Report;

/// <summary>The report's figures as lines of text, to compare.</summary>
static class ReportedRows
{
    /// <param name="together">Records that are looked at together.</param>
    public static ReportFigures Count(
        Dictionary<string, string> settings,
        IReadOnlyList<string> lines,
        int together = 10_000,
        int hours = 168,
        ReportLimits? limits = null
    )
    {
        var options = Some.Options([
            .. settings.Select(setting => (setting.Key, setting.Value)),
            ("EVENT_VALUES", "revenue"),
            ("ATTRIBUTION_SOURCE", "element_name"),
        ]);
        var count = new ReportCount(
            hours * 3_600_000L,
            options.SessionIdentity,
            limits ?? ReportLimits.Default
        );
        var reader = new ReportReader(options);
        foreach (var records in InputRecords.OfLines([.. lines]).Chunk(together))
        {
            count.Add(reader.Read(new(records, 0, InvocationBounds.Free)));
        }

        return count.Finish();
    }

    public static IReadOnlyList<string> Of(ReportFigures figures) =>
        [
            $"total: {Text(figures.ClickThrough)} clicks {figures.Clicks} {Text(figures.Converted)}",
            $"views: {figures.Views}",
            $"not seen: {figures.ClicksNotSeen}",
            $"without rank: {figures.ClicksWithoutRank}",
            $"all actions: {Text(figures.Actions)}",
            .. figures.Widgets.Select(row => $"widget {Text(row)}"),
            .. figures.Ranks.Select(row => $"rank {Text(row)}"),
            .. figures.Rules.Select(row => $"rule {Text(row)}"),
            .. figures.Unresolved.Select(row => $"unresolved {row.Reason}: {row.Clicks}"),
            .. figures.Conversions.Select(row =>
                $"conversion {row.Widget} {row.EventType}: {Text(row.Conversions)}"
            ),
            .. figures.Recommendations.Select(row =>
                $"recommendation {row.RecommendationId} {row.Widget}: clicks {row.Clicks} {Text(row.Conversions)}"
            ),
            .. figures.Fates.Select(row => $"event {row.Fate} {row.Reason}: {row.Events}"),
            .. figures.Days.Select(row =>
                $"day {row.Day:yyyy-MM-dd}: {Text(row.ClickThrough)} clicks {row.Clicks} {Text(row.Conversions)}"
            ),
        ];

    static string Text(ClickFigure row) => $"{row.Name}: {Text(row.ClickThrough)} clicks {row.Clicks}";

    static string Text(ClickThrough share) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{share.Clicked}/{share.Seen} {share.Low:0.000000}-{share.High:0.000000}"
        );

    static string Text(Conversions done) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"conversions {done.Count} purchases {done.Purchases} revenue {done.Revenue:0.00}"
        );
}
