namespace Impressions.Cli.Report;

/// <summary>All that the report tells.</summary>
/// <param name="Events">Lines that were read, damaged ones among them.</param>
/// <param name="Fates">What became of them, by reason; those without any are left out.</param>
/// <param name="ClickThrough">Of all recommendations that were seen.</param>
/// <param name="Views">Events that say that a recommendation came into view.</param>
/// <param name="Clicks">On an item of a recommendation.</param>
/// <param name="ClicksNotSeen">Those of them whose recommendation no event says was seen; no share counts them.</param>
/// <param name="ClicksWithoutRank">Those of them on seen recommendations whose item's rank is not known.</param>
/// <param name="Ranks">By the item's place among those shown (1-based): of the recommendations that showed so many.</param>
/// <param name="Rules">By how the clicked item was found.</param>
/// <param name="Unresolved">Clicks that count for no item.</param>
/// <param name="Converted">What was done with items after a click on a recommendation.</param>
/// <param name="Actions">All of the same kind, with or without such a click before.</param>
/// <param name="Conversions">By widget and event type.</param>
/// <param name="Recommendations">Those that earned most.</param>
/// <param name="Days">In UTC, oldest first; those without a view, click or conversion are left out.</param>
sealed record ReportFigures(
    long Events,
    IReadOnlyList<FateFigure> Fates,
    ClickThrough ClickThrough,
    long Views,
    long Clicks,
    long ClicksNotSeen,
    long ClicksWithoutRank,
    IReadOnlyList<ClickFigure> Widgets,
    IReadOnlyList<ClickFigure> Ranks,
    IReadOnlyList<ClickFigure> Rules,
    IReadOnlyList<UnresolvedFigure> Unresolved,
    Conversions Converted,
    Conversions Actions,
    IReadOnlyList<ConversionFigure> Conversions,
    IReadOnlyList<RecommendationFigure> Recommendations,
    IReadOnlyList<DayFigure> Days,
    LeftOut LeftOut
)
{
    public long DeadLetters => Fates.Where(fate => fate.Fate == "dead_letter").Sum(fate => fate.Events);
}

/// <param name="Fate"><c>counts</c>, <c>skipped</c> or <c>dead_letter</c>.</param>
/// <param name="Reason">A code; empty for those that count.</param>
sealed record FateFigure(string Fate, string Reason, long Events);

/// <param name="Name">A widget, a rank or a rule's code.</param>
/// <param name="Clicks">All of them, also several on one recommendation and those on recommendations that were not seen.</param>
sealed record ClickFigure(string Name, ClickThrough ClickThrough, long Clicks);

/// <param name="Reason">A code.</param>
sealed record UnresolvedFigure(string Reason, long Clicks);

sealed record ConversionFigure(string Widget, string EventType, Conversions Conversions);

sealed record RecommendationFigure(
    string RecommendationId,
    string Widget,
    long Clicks,
    Conversions Conversions
);

/// <param name="ClickThrough">Of the recommendations seen first on this day, whenever they were clicked.</param>
/// <param name="Clicks">On this day.</param>
/// <param name="Conversions">On this day.</param>
sealed record DayFigure(DateOnly Day, ClickThrough ClickThrough, long Clicks, Conversions Conversions);

/// <summary>What bounded memory left out; all 0 for an input that fits.</summary>
/// <param name="Recommendations">Counted, then forgotten: a later click or view of them counts as another recommendation's.</param>
/// <param name="Events">Ids forgotten: a duplicate that comes later counts again.</param>
/// <param name="Widgets">Recommendations of more widgets than are told apart: <see cref="ReportCount.OtherWidgets"/>.</param>
/// <param name="Days">Views, clicks and conversions on more days than are told apart.</param>
readonly record struct LeftOut(long Recommendations, long Events, long Widgets, long Days);
