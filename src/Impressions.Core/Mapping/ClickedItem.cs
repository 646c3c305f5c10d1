using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>Which item of a recommendation was clicked, and how that is known.</summary>
/// <param name="ItemId">Null when it is not known.</param>
readonly record struct ClickedItem(string? ItemId, ClickedItemRule Rule)
{
    /// <summary>
    /// What a link says that is not in an item's component: the first rule that answers; see <see cref="ClickedItemRule"/> for
    /// their order and worth.
    /// </summary>
    /// <param name="url">Where the clicked link leads.</param>
    public static ClickedItem OfLink(
        in TargetUrl url,
        Recommendation recommendation,
        ImpressionsOptions options
    )
    {
        var shown = recommendation.Shown;
        var captured = url.Capture(options.ClickedItemPattern);
        if (TargetUrl.ItemNamedBy(captured, shown) is { } capturedShown)
        {
            return new(capturedShown, ClickedItemRule.UrlPattern);
        }

        if (url.OnlyItemOf(shown) is { } named)
        {
            return new(named, ClickedItemRule.UrlMatch);
        }

        // Where all that was shown is known, an item that was not among it was not clicked.
        if (!IsAllKnown(shown) && Uri.UnescapeDataString(captured) is var item && ItemList.IsUsable(item))
        {
            return new(item, ClickedItemRule.UrlPattern);
        }

        if (shown.Count == 0 || url.LeadsNowhere)
        {
            return default;
        }

        if (shown.Count == 1)
        {
            return new(shown.Items[0], ClickedItemRule.OnlyShown);
        }

        return options.UnresolvedClick == UnresolvedClick.First
            ? new(shown.Items[0], ClickedItemRule.FirstShown)
            : default;
    }

    /// <summary>The item tracked as a component of its own around what was clicked.</summary>
    public static ClickedItem OfComponent(Recommendation recommendation, List<Anomaly> anomalies)
    {
        var components = recommendation.Components.Items;
        if (components.Count > 1)
        {
            anomalies.Add(Anomaly.AmbiguousItem);
        }

        return components.Count > 0 ? new(components[0], ClickedItemRule.ItemComponent) : default;
    }

    /// <summary>A list as long as an impression can be is probably cut to that.</summary>
    static bool IsAllKnown(ItemList shown) => shown.Count is > 0 and not PersonalizeLimits.MaxImpressionItems;
}
