using System.Globalization;

namespace Impressions.Sandbox.View;

/// <summary>One click that made two events, and what was started twice.</summary>
static class RepeatDiagnoses
{
    /// <summary>Two clicks on one page this close together are one click (by the device's clock).</summary>
    static readonly TimeSpan OneClick = TimeSpan.FromMilliseconds(300);

    public static Diagnosis? Of(Evidence evidence)
    {
        var seen = evidence.Seen;
        return seen.IsClick && evidence.Before.LastOrDefault(other => IsSameClick(seen, other)) is { } other
            ? OfTwo(seen, other)
            : null;
    }

    public static Diagnosis? OfStart(Evidence evidence)
    {
        var names = evidence.Elements.All.Select(element => element.Name).ToList();
        return
            evidence.Seen.Name == "link_click" && names.Distinct(StringComparer.Ordinal).Count() < names.Count
            ? new(
                DiagnosisKind.StartedTwice,
                "Element tracking was started twice",
                "The same element stands on the event more than once. The click counts once all the same.",
                Guard,
                IsHint: true
            )
            : null;
    }

    const string Guard =
        "if (!window.tracksRecommendations) { window.tracksRecommendations = true; /* start and listen */ }";

    static bool IsSameClick(SeenEvent seen, SeenEvent other) =>
        other.IsClick
        && other.Id != seen.Id
        && IsSamePage(seen, other)
        && (other.TargetUrl == seen.TargetUrl || other.TargetUrl.Length * seen.TargetUrl.Length == 0)
        && (Created(other) - Created(seen)).Duration() < OneClick;

    static bool IsSamePage(SeenEvent seen, SeenEvent other)
    {
        var (page, session) = (seen.Elements.PageView, seen.Session);
        return page.Length + session.Length > 0
            && other.Elements.PageView == page
            && other.Session == session
            && other.Enriched!.Row["page_url"] == seen.Enriched!.Row["page_url"];
    }

    static Diagnosis OfTwo(SeenEvent seen, SeenEvent other)
    {
        var (explanation, fix) = (seen.Name, other.Name) switch
        {
            ("link_click", "link_click") when seen.Elements.IsEmpty != other.Elements.IsEmpty => (
                "The page's own listener and the automatic link tracking both tracked it.",
                "// without: snowplow(\"enableLinkClickTracking\")"
            ),
            ("link_click", "link_click") => (
                "The listener was added twice: its script ran again, as a tag on each route or an effect does.",
                Guard
            ),
            _ => (
                "Two calls track the same click; keep the one that suits the page, with the components as its context.",
                "snowplow(\"trackProductListClick\", { product, context: componentsOf(item) }) // in place of trackLinkClick"
            ),
        };
        return new(
            DiagnosisKind.TrackedTwice,
            $"Tracked twice: {Name(other)} and {Name(seen)}",
            $"One click came as two events with ids of their own. {explanation} Where both name the item, Personalize counts two clicks.",
            fix
        );
    }

    /// <summary>Of an ecommerce action, what it does as well.</summary>
    static string Name(SeenEvent seen) => seen.Action.Length > 0 ? $"{seen.Name}.{seen.Action}" : seen.Name;

    static DateTimeOffset Created(SeenEvent seen) =>
        long.TryParse(seen.Tracked?["dtm"], CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : seen.At;
}
