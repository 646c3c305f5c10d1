using System.Globalization;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Report;

/// <summary>The report's codes and numbers in words, for people who did not write the code.</summary>
static class ReportWords
{
    public static string OfRule(string code) =>
        code == ReportCount.NamedByEvent ? "the event names its item"
        : Codes<ClickedItemRule>.TryParse(code, out var rule)
            ? rule switch
            {
                ClickedItemRule.ItemComponent => "the item's own element (exact)",
                ClickedItemRule.UrlPattern => "a pattern in the link's address",
                ClickedItemRule.UrlMatch => "the only shown item in the link's address",
                ClickedItemRule.OnlyShown => "the only item shown",
                ClickedItemRule.FirstShown => "unknown: the first shown is taken (a guess)",
                _ => Plain(code),
            }
        : Plain(code);

    /// <summary>With what to do about it.</summary>
    public static string OfUnresolved(string code) =>
        Codes<UnresolvedReason>.TryParse(code, out var reason)
            ? reason switch
            {
                UnresolvedReason.NothingShown =>
                    "neither the item's element nor a list of the items shown is on the event: track both",
                UnresolvedReason.LinkNamesNoItem =>
                    "the link names none of the items shown, or several: track the item's element",
                UnresolvedReason.LinkLeadsNowhere =>
                    "the link leads nowhere, like an arrow's: leave it out of the tracking",
                UnresolvedReason.NotInAnItem =>
                    "a button outside every item: leave it out of the tracking, or track the item's element",
                UnresolvedReason.UnusableItem =>
                    "the item's id is empty, a placeholder or too long: fix the page",
                UnresolvedReason.NoIdentity => "neither a user nor a session is known: check the consent",
                _ => Plain(code),
            }
            : Plain(code);

    public static string OfFate(FateFigure row) =>
        row.Fate == "counts" ? "sent to Personalize"
        : row.Fate == "dead_letter" ? OfDeadLetter(row.Reason)
        : Codes<SkipReason>.TryParse(row.Reason, out var reason) ? OfSkip(reason, row.Reason)
        : Plain(row.Reason);

    static string OfSkip(SkipReason reason, string code) =>
        reason switch
        {
            SkipReason.NotSelected => "another kind of event, such as a page view",
            SkipReason.UnknownEvent => "of a kind that nothing is known about",
            SkipReason.NoEventType => "of a kind that does not count",
            SkipReason.NotARecommendation => "a click outside every recommendation",
            SkipReason.ClickedItemUnknown => "a click on a recommendation, on an unknown item",
            SkipReason.NoItem => "names no usable item",
            SkipReason.NoIdentity => "neither a user nor a session is known",
            SkipReason.Duplicate => "came before",
            SkipReason.AlreadyWatched => "this part was watched before",
            SkipReason.Remembered => "tells what a recommendation showed",
            SkipReason.Filtered => "left out by EVENT_FILTER",
            SkipReason.Robot => "a robot's",
            _ => Plain(code),
        };

    static string OfDeadLetter(string code) =>
        Codes<DeadLetterReason>.TryParse(code, out var reason)
            ? reason switch
            {
                DeadLetterReason.WrongColumnCount => "not an enriched event",
                DeadLetterReason.BrokenJson => "damaged: a column is not JSON",
                DeadLetterReason.TooLarge => "larger than the function takes",
                _ => Plain(code),
            }
            : Plain(code);

    /// <summary>Whether somebody should look after it.</summary>
    public static bool IsIntended(FateFigure row) =>
        row.Fate == "counts"
        || (
            row.Fate == "skipped"
            && Codes<SkipReason>.TryParse(row.Reason, out var reason)
            && reason.IsIntentional()
        );

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>Only what is bought earns something.</summary>
    public static string Earned(Conversions done) => done.Purchases == 0 ? "–" : Money(done.Revenue);

    public static string Percent(double? share) =>
        share is { } known ? (known * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>The share's bounds.</summary>
    public static string Interval(ClickThrough clickThrough) =>
        clickThrough.Seen == 0
            ? "–"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{clickThrough.Low * 100:0.0}–{clickThrough.High * 100:0.0} %"
            );

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Plain(string code) => code.Replace('_', ' ');
}
