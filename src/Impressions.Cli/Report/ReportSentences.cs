using static Impressions.Cli.Report.ReportWords;

namespace Impressions.Cli.Report;

/// <summary>What the report comes to, in a few sentences.</summary>
static class ReportSentences
{
    public static IEnumerable<string> Of(ReportFigures figures) =>
        [.. OfClicks(figures), .. OfConversions(figures), .. OfLeftOut(figures.LeftOut)];

    public static IEnumerable<string> OfClicks(ReportFigures figures)
    {
        var all = figures.ClickThrough;
        yield return all.Seen == 0
            ? "No event says that a recommendation was seen, so there is no click-through: track expose_element of the "
                + "recommendation's element."
            : $"Recommendations seen: {Number(all.Seen)}; an item was clicked in {Number(all.Clicked)} of them: "
                + $"{Percent(all.Share)} (95 %: {Interval(all)}).";
        yield return $"Clicks on items of recommendations: {Number(figures.Clicks)}"
            + (
                figures.ClicksNotSeen == 0
                    ? "."
                    : $"; {Number(figures.ClicksNotSeen)} of them are in no share, since no event says that the recommendation "
                        + "was seen."
            );
        if (figures.ClicksWithoutRank > 0)
        {
            yield return $"Clicks on seen recommendations whose item's rank is not known: {Number(figures.ClicksWithoutRank)} "
                + "(what was shown is not on the events, or the item is a guess).";
        }
    }

    public static IEnumerable<string> OfConversions(ReportFigures figures)
    {
        if (figures.Actions.Purchases > 0)
        {
            yield return $"Items bought after a click on their recommendation: {Number(figures.Converted.Purchases)} of "
                + $"{Number(figures.Actions.Purchases)}; {Money(figures.Converted.Revenue)} of "
                + $"{Money(figures.Actions.Revenue)} in revenue.";
        }
    }

    /// <summary>What bounded memory left out, a sentence each.</summary>
    public static IEnumerable<string> OfLeftOut(LeftOut leftOut)
    {
        if (leftOut.Recommendations > 0)
        {
            yield return $"{Number(leftOut.Recommendations)} recommendations were counted and forgotten: what came later for "
                + "them counts as another recommendation's. Report shorter periods.";
        }

        if (leftOut.Events > 0)
        {
            yield return $"{Number(leftOut.Events)} event ids were forgotten: a duplicate that came later counts again.";
        }

        if (leftOut.Widgets > 0)
        {
            yield return $"{Number(leftOut.Widgets)} recommendations of further widgets are shown as "
                + $"{ReportCount.OtherWidgets}.";
        }

        if (leftOut.Days > 0)
        {
            yield return $"{Number(leftOut.Days)} views, clicks and conversions lie on further days, which are not shown.";
        }
    }
}
