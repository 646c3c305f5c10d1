namespace Impressions.Sandbox.View;

/// <summary>A part of the tracking that is not there at all.</summary>
static class SetupDiagnoses
{
    public static Diagnosis? Of(Evidence evidence) => OfElements(evidence) ?? OfClicks(evidence);

    /// <summary>Link tracking alone: once for each page.</summary>
    static Diagnosis? OfElements(Evidence evidence) =>
        evidence.Seen.Name == "link_click"
        && !evidence.SiteHasElements
        && !evidence.OfSite.Any(other =>
            other.Name == "link_click" && other.Elements.PageView == evidence.Elements.PageView
        )
            ? new(
                DiagnosisKind.NoElementTracking,
                "Link tracking alone",
                "The click says nothing of the elements around it, and no event of this site did so far. If the page shows recommendations, it needs element tracking too.",
                $"""
                snowplow("addPlugin", "…/browser-plugin-element-tracking/dist/index.umd.min.js", ["snowplowElementTracking", "SnowplowElementTrackingPlugin"]);
                snowplow("startElementTracking", {"{"} elements: [{PageNames.RecommendationLine(
                    evidence.Options
                )}, {PageNames.ItemLine(evidence.Options)}] {"}"});
                """,
                IsHint: true
            )
            : null;

    /// <summary>A shown item's page was opened from the recommendation, and no click came before it.</summary>
    static Diagnosis? OfClicks(Evidence evidence)
    {
        var seen = evidence.Seen;
        var referrer = seen.Enriched!.Row["page_referrer"];
        if (
            referrer.Length == 0
            || seen.Name is "link_click" or "expose_element"
            || evidence.OfSite.Any(other => other.IsClick || HasClicksMissing(other))
        )
        {
            return null;
        }

        var viewed = seen
            .Interactions.Select(interaction => interaction.ItemId)
            .ToHashSet(StringComparer.Ordinal);
        viewed.UnionWith(
            Uri.UnescapeDataString(seen.Enriched.Row["page_url"]).Split('/', '?', '&', '=', '#')
        );
        var isFromRecommendation = evidence.OfSite.Any(other =>
            other.Name == "expose_element"
            && other.Session == seen.Session
            && other.Enriched!.Row["page_url"] == referrer
            && other.Elements.ShownItems(evidence.Options)?.Any(viewed.Contains) == true
        );
        return isFromRecommendation
            ? new(
                DiagnosisKind.NoClicks,
                "An item was opened without a click",
                "A recommendation showed this item on the page before, but no click came. Is the link click plugin added, and does the listener hear the click before the page stops it?",
                """
                snowplow("addPlugin", "…/browser-plugin-link-click-tracking/dist/index.umd.min.js", ["snowplowLinkClickTracking", "LinkClickTrackingPlugin"]);
                addEventListener("click", track, true); // on window, in the capture phase
                """,
                IsHint: true
            )
            : null;
    }

    static bool HasClicksMissing(SeenEvent seen) =>
        seen.Diagnoses.Any(diagnosis => diagnosis.Kind == DiagnosisKind.NoClicks);
}
