using Impressions.Cli.Report;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Report;

public sealed class ReportTests
{
    /// <summary>All figures, and none depends on how the input is cut.</summary>
    [Theory]
    [InlineData(1, 350, 10_000, "first")]
    [InlineData(2, 300, 1, "skip")]
    [InlineData(3, 350, 97, "skip")]
    [InlineData(4, 350, 1_000, "first")]
    public void Figures_GeneratedTraffic_EqualAnIndependentQuery(
        int seed,
        int visits,
        int together,
        string unresolved
    )
    {
        var lines = new ReportTraffic(seed).Visits(visits, TimeSpan.FromMinutes(50));
        var settings = new Dictionary<string, string>
        {
            ["RECOMMENDATION_ELEMENT"] = ReportTraffic.WidgetPattern,
            ["UNRESOLVED_CLICK"] = unresolved,
        };

        var rows = ReportedRows.Of(ReportedRows.Count(settings, lines, together));

        Assert.Equal(
            new ReferenceReport(settings, lines).Rows.Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal)
        );
        foreach (var kind in (string[])["widget", "rank 25", "rule", "conversion", "recommendation", "day"])
        {
            Assert.Contains(rows, row => row.StartsWith(kind, StringComparison.Ordinal)); // it had something to compare
        }
    }

    [Fact]
    public void Figures_CapturedEvents_EqualAnIndependentQuery()
    {
        var lines = CapturedLines.All.Select(System.Text.Encoding.UTF8.GetString).ToList();

        var rows = ReportedRows.Of(ReportedRows.Count([], lines, together: 50));

        Assert.Equal(
            new ReferenceReport(new Dictionary<string, string>(), lines).Rows.Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal)
        );
    }

    /// <summary>The middle four as Newcombe (1998) prints them, method 3.</summary>
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Interval_KnownValue_IsWilsons(long clicked, long seen, double low, double high)
    {
        var interval = new ClickThrough(clicked, seen);

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }
}
