using System.Globalization;
using System.Text;

namespace Impressions;

/// <summary>Finds what is wrong with the tracking behind an event.</summary>
static class Diagnoses
{
    /// <summary>Two clicks on one link of one page this close together are one click (by the device's clock).</summary>
    static readonly TimeSpan OneClick = TimeSpan.FromMilliseconds(300);

    /// <param name="seen">With its fate.</param>
    /// <param name="before">Events that came before it, in any order.</param>
    public static IReadOnlyList<Diagnosis> Of(
        SeenEvent seen,
        IEnumerable<SeenEvent> before,
        ImpressionsOptions options
    )
    {
        if (seen.Refused is { } refused)
        {
            return [new(DiagnosisKind.NotFromATracker, "Not from a tracker", refused.Says, "")];
        }

        if (seen.Enriched is not { } enriched)
        {
            return [];
        }

        if (!enriched.IsGood)
        {
            return [.. enriched.Problems.Select(OfProblem)];
        }

        var elements = new TrackedElements(enriched.Entities);
        Diagnosis?[] found =
        [
            OfItem(seen, options),
            OfRecommendation(seen, elements, options),
            OfIdentity(seen),
            OfStart(seen, elements),
            OfTwice(seen, before),
            .. seen.Anomalies.Select(OfAnomaly),
        ];
        return [.. found.OfType<Diagnosis>()];
    }

    static Diagnosis? OfItem(SeenEvent seen, ImpressionsOptions options)
    {
        if (seen.Reason == Codes<SkipReason>.Of(SkipReason.NoItem))
        {
            return new(
                DiagnosisKind.NoItemId,
                "No item",
                "The event names no item that Personalize could take, so nothing is sent.",
                "products: [{ id: \"SKU-1\", … }]"
            );
        }

        var isUnknown = seen.Reason == Codes<SkipReason>.Of(SkipReason.ClickedItemUnknown);
        var isGuessed =
            seen.Rule
            is ClickedItemRule.FirstShown
                or ClickedItemRule.OnlyShown
                or ClickedItemRule.UrlMatch
                or ClickedItemRule.UrlPattern;
        if (!isUnknown && !isGuessed)
        {
            return null;
        }

        var says = seen.Rule switch
        {
            ClickedItemRule.FirstShown =>
                "Nothing says which item was clicked, so a click on the first one is pretended. Personalize learns something wrong.",
            ClickedItemRule.None =>
                "A recommendation was clicked, but nothing on the event says which item. Personalize learns nothing.",
            _ =>
                "The item was found by a rule of thumb, not by its own id. Track each item as a component to be sure.",
        };
        return new(
            DiagnosisKind.NoItemComponent,
            "The item is not tracked as a component",
            says,
            $"{{ name: \"recommendation-item\", selector: \"[data-recommendation-id] [data-item-id]\", component: true, expose: false, details: {{ dataset: [\"{Text(options.ItemAttribute)}\"] }} }}",
            IsHint: !isUnknown && seen.Rule != ClickedItemRule.FirstShown
        );
    }

    static Diagnosis? OfRecommendation(SeenEvent seen, TrackedElements elements, ImpressionsOptions options)
    {
        var isClick = seen.Reason == Codes<SkipReason>.Of(SkipReason.NotARecommendation);
        if (
            !isClick || !(elements.HasRecommendation(options) || elements.HasAttribute(options.ItemAttribute))
        )
        {
            return null;
        }

        return new(
            DiagnosisKind.NoRecommendationId,
            "No recommendation id",
            "The click lies within a recommendation, but does not say which, so it counts as a link like any other.",
            $"{{ name: \"recommendation-impression\", selector: \"[data-recommendation-id]\", component: true, details: {{ dataset: [\"{Text(options.RecommendationAttribute)}\"] }} }}"
        );
    }

    static Diagnosis? OfIdentity(SeenEvent seen) =>
        seen.Reason == Codes<SkipReason>.Of(SkipReason.NoIdentity)
            ? new(
                DiagnosisKind.AnonymousWithoutSession,
                "Anonymous, without a session",
                "The tracker names neither a user nor a session, and Personalize takes no event without a session.",
                "anonymousTracking: { withSessionTracking: true }"
            )
            : null;

    static Diagnosis? OfStart(SeenEvent seen, TrackedElements elements) =>
        seen.Name == "link_click"
        && elements.Names.Distinct(StringComparer.Ordinal).Count() < elements.Names.Count
            ? new(
                DiagnosisKind.StartedTwice,
                "Element tracking was started twice",
                "The same element stands on the event more than once. The click counts once all the same.",
                "{ id: \"recommendation-impression\", name: \"recommendation-impression\", … }",
                IsHint: true
            )
            : null;

    static Diagnosis? OfTwice(SeenEvent seen, IEnumerable<SeenEvent> before) =>
        seen.TargetUrl.Length > 0
        && before.Any(other =>
            other.TargetUrl == seen.TargetUrl
            && other.Session == seen.Session
            && other.PageView == seen.PageView
            && other.Id != seen.Id
            && (Created(other) - Created(seen)).Duration() < OneClick
        )
            ? new(
                DiagnosisKind.TrackedTwice,
                "Tracked twice",
                "The same click came as two events with ids of their own. Where both name the item, Personalize counts two clicks.",
                "// without: snowplow(\"enableLinkClickTracking\")"
            )
            : null;

    static Diagnosis? OfAnomaly(Anomaly anomaly) =>
        anomaly switch
        {
            Anomaly.RecommendationIdDropped => new(
                DiagnosisKind.IdTooLong,
                "The recommendation id is too long",
                $"Personalize takes {PersonalizeLimits.MaxRecommendationIdLength} characters: the interaction is sent without its recommendation.",
                "data-recommendation-id=\"RID-…\" <!-- recommendationId of GetRecommendations, unchanged -->"
            ),
            Anomaly.IdentityDropped => new(
                DiagnosisKind.IdTooLong,
                "A user or session id is too long",
                $"Personalize takes {PersonalizeLimits.MaxIdLength} characters: the id counts as absent.",
                "snowplow(\"setUserId\", user.id)"
            ),
            Anomaly.ItemDropped => new(
                DiagnosisKind.NoItemId,
                "An item without a usable id",
                $"It is missing, empty, or over {PersonalizeLimits.MaxIdLength} characters: the item is left out.",
                "data-item-id=\"SKU-1\""
            ),
            Anomaly.PropertiesCut => new(
                DiagnosisKind.TooMuch,
                "Too many properties",
                "Personalize takes 1,024 characters of properties: the last ones are left out.",
                "PROPERTIES=device=dvce_type",
                IsHint: true
            ),
            Anomaly.AmbiguousItem => new(
                DiagnosisKind.Ambiguous,
                "Several items around one click",
                "Elements within each other name different items; the first one counts.",
                "selector: \"[data-recommendation-id] [data-item-id]\""
            ),
            Anomaly.AmbiguousRecommendation => new(
                DiagnosisKind.Ambiguous,
                "Several recommendations around one click",
                "Elements within each other name different recommendations; the last one counts.",
                "selector: \"[data-recommendation-id]\""
            ),
            _ => null,
        };

    static Diagnosis OfProblem(TrackingProblem problem) =>
        problem.Kind switch
        {
            TrackingProblemKind.SchemaViolation => new(
                DiagnosisKind.SchemaViolation,
                "Breaks its schema",
                $"{problem.Says} Enrich makes a bad row of the whole event: it never reaches the stream.",
                problem.Mend
            ),
            TrackingProblemKind.NestedEntities => new(
                DiagnosisKind.NestedEntities,
                "A list within the list of entities",
                "The link click plugin was given the components as its context. Enrich makes a bad row of each such click.",
                "snowplow(\"trackLinkClick\", { element: link, context: componentsOf(link) })"
            ),
            _ => new(
                DiagnosisKind.NotFromATracker,
                "Not what a tracker sends",
                $"{problem.Says} Enrich makes a bad row of the whole event: it never reaches the stream.",
                problem.Mend
            ),
        };

    static DateTimeOffset Created(SeenEvent seen) =>
        long.TryParse(seen.Tracked?["dtm"], CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : seen.At;

    static string Text(byte[] name) => Encoding.UTF8.GetString(name);
}
