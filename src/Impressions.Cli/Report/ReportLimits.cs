namespace Impressions.Cli.Report;

/// <summary>What bounds the memory of a report, whatever the size of the input.</summary>
/// <param name="Recommendations">Of one half of what is remembered.</param>
/// <param name="Events">Ids of one half of what is remembered.</param>
/// <param name="Clicks">To be followed by conversions, of one half of what is remembered.</param>
/// <param name="Widgets">Names told apart.</param>
/// <param name="Days">Days told apart.</param>
readonly record struct ReportLimits(int Recommendations, int Events, int Clicks, int Widgets, int Days)
{
    public static ReportLimits Default { get; } =
        new(Recommendations: 250_000, Events: 1_000_000, Clicks: 250_000, Widgets: 100, Days: 1_100);
}
