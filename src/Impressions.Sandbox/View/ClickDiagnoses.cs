using System.Text;
using Impressions.Core.Mapping;

namespace Impressions.Sandbox.View;

/// <summary>A click that does not say what was clicked: whether the page's configuration or the link is wrong.</summary>
static class ClickDiagnoses
{
    public static Diagnosis? Of(Evidence evidence)
    {
        if (evidence.Seen.Name != "link_click")
        {
            return evidence.IsSkippedAs(SkipReason.NoItem) ? NoItem : null;
        }

        if (evidence.IsSkippedAs(SkipReason.NotARecommendation))
        {
            return OfRecommendation(evidence);
        }

        var isUnknown = evidence.IsSkippedAs(SkipReason.ClickedItemUnknown);
        var isGuessed = evidence.Seen.Rule is not (ClickedItemRule.None or ClickedItemRule.ItemComponent);
        return OfUnfilledItem(evidence) ?? (isUnknown || isGuessed ? OfItem(evidence, isUnknown) : null);
    }

    /// <summary>A recommendation in view that cannot be used, before anybody clicks.</summary>
    public static Diagnosis? OfView(Evidence evidence)
    {
        if (evidence.Seen.Name != "expose_element")
        {
            return null;
        }

        return OfUnfilledRecommendation(evidence) ?? (ShowsNothing(evidence) ? NoItems(evidence) : null);
    }

    static Diagnosis NoItem { get; } =
        new(
            DiagnosisKind.NoItemId,
            "No item",
            "The event names no item that Personalize could take, so nothing is sent.",
            "products: [{ id: \"SKU-1\", … }]"
        );

    static Diagnosis? OfRecommendation(Evidence evidence)
    {
        var (elements, options) = (evidence.Elements, evidence.Options);
        if (OfUnfilledRecommendation(evidence) is { } unfilled)
        {
            return unfilled;
        }

        var isComponent = elements.Components.Any(name => TrackedElements.IsRecommendation(options, name));
        if (isComponent && elements.All.Count == 0)
        {
            return new(
                DiagnosisKind.NoRecommendationId,
                "Names of components without their details",
                "The click lies within a recommendation, but the generator in use gives names alone, not ids.",
                "snowplow(\"getComponentListGenerator\", (_, componentsOf) => …) // the second one"
            );
        }

        return isComponent || elements.HasAttribute(options.ItemAttribute)
            ? new(
                DiagnosisKind.NoRecommendationId,
                "No recommendation id",
                "The click lies within an item, but does not say which recommendation, so it counts as a link like any other.",
                PageNames.RecommendationLine(options)
            )
            : null;
    }

    /// <summary>The recommendation is an element, but its id is not there.</summary>
    static Diagnosis? OfUnfilledRecommendation(Evidence evidence)
    {
        var options = evidence.Options;
        if (!evidence.Elements.Recommendations(options).Any())
        {
            return null;
        }

        var attribute = PageNames.Data(options.RecommendationAttribute);
        var values = evidence.Elements.Values(options.RecommendationAttribute).ToList();
        if (values.Count == 0)
        {
            return new(
                DiagnosisKind.NoRecommendationId,
                "No recommendation id",
                $"The recommendation's element is tracked without {attribute}, so its clicks count as links like any other.",
                PageNames.RecommendationLine(options)
            );
        }

        return values.TrueForAll(Placeholders.IsPlaceholder)
            ? new(
                DiagnosisKind.NoRecommendationId,
                "No recommendation id",
                $"The page is wrong, the tracking is right: {attribute} is \"{values[0]}\". Clicks on it count as links like any other.",
                $"<section {attribute}=\"RID-…\"> <!-- recommendationId of GetRecommendations -->"
            )
            : null;
    }

    /// <summary>The clicked item is a component, but its id is not there.</summary>
    static Diagnosis? OfUnfilledItem(Evidence evidence)
    {
        var attribute = PageNames.Data(evidence.Options.ItemAttribute);
        var values = evidence.Elements.Values(evidence.Options.ItemAttribute).ToList();
        return values.Count > 0 && values.TrueForAll(Placeholders.IsPlaceholder)
            ? new(
                DiagnosisKind.NoItemId,
                "The item's id is not filled in",
                $"The page is wrong, the tracking is right: {attribute} is \"{values[0]}\", which names no item.",
                $"<article {attribute}=\"SKU-1\">"
            )
            : null;
    }

    static Diagnosis OfItem(Evidence evidence, bool isUnknown)
    {
        var (seen, options) = (evidence.Seen, evidence.Options);
        var consequence = seen.Rule switch
        {
            ClickedItemRule.None => "Personalize learns nothing.",
            ClickedItemRule.FirstShown =>
                "A click on the first item is pretended, so Personalize learns something wrong.",
            _ => "The item was found by a rule of thumb, which can be wrong.",
        };
        var isHint = !isUnknown && seen.Rule != ClickedItemRule.FirstShown;
        if (LeadsNowhere(seen))
        {
            return new(
                DiagnosisKind.LinkIsNoItem,
                "A link that leads nowhere",
                $"The link is an arrow, a tab or a button of the recommendation, and no item: the listener must leave it out. {consequence}",
                PageNames.ListenerLines(options),
                isHint
            );
        }

        if (ShowsNothing(evidence))
        {
            return NoItems(evidence);
        }

        return evidence.SiteHasItemComponents
            ? new(
                DiagnosisKind.LinkIsNoItem,
                "The link lies in no item",
                $"The items are components, but the listener asked for a link that is in none of them. Either it is no item's (a vendor's, \"See all\"), then leave it out; or the item is within the link, then start from what was clicked. {consequence}",
                PageNames.ListenerLines(options),
                isHint
            )
            : new(
                DiagnosisKind.NoItemComponent,
                "The item is not tracked as a component",
                $"The recommendation is known, but nothing on the event says which item was clicked. {consequence}",
                PageNames.ItemLine(options),
                isHint
            );
    }

    /// <summary>It has no items within, and is no item itself.</summary>
    static bool ShowsNothing(Evidence evidence) =>
        !evidence.Elements.Values(evidence.Options.ItemAttribute).Any()
        && evidence.Elements.ShownItems(evidence.Options)?.Count == 0;

    static Diagnosis NoItems(Evidence evidence)
    {
        var item = PageNames.Data(evidence.Options.ItemAttribute);
        return new(
            DiagnosisKind.NoItemId,
            "The recommendation shows no items",
            $"No element within it has {item}. Put it on each item; where one element is both, the selector must have both forms; what lies in a shadow root needs both attributes in that root.",
            $"""
            <article {item}="SKU-1">…</article>
            {PageNames.ItemLine(evidence.Options)}
            """,
            IsHint: evidence.Seen.Name == "expose_element"
        );
    }

    /// <summary>To the page that it is on, or to no page at all.</summary>
    static bool LeadsNowhere(SeenEvent seen) =>
        new TargetUrl(
            Encoding.UTF8.GetBytes(seen.TargetUrl),
            Encoding.UTF8.GetBytes(seen.Enriched!.Row["page_url"])
        ).LeadsNowhere;
}
