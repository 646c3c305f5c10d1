using System.Text;

namespace Impressions;

/// <summary>Which item of a recommendation was clicked, and how that is known.</summary>
/// <param name="ItemId">Null when nothing tells.</param>
readonly record struct ClickedItem(string? ItemId, ClickedItemRule Rule)
{
    /// <summary>The first rule that answers; see <see cref="ClickedItemRule"/> for their order and worth.</summary>
    /// <param name="link">The JSON of the <c>link_click</c>.</param>
    public static ClickedItem Find(
        JsonValue link,
        Recommendation recommendation,
        ImpressionsOptions options,
        List<Anomaly> anomalies
    )
    {
        var (components, shown) = (recommendation.Components.Items, recommendation.Shown.Items);
        if (components.Count > 0)
        {
            if (components.Count > 1)
            {
                anomalies.Add(Anomaly.AmbiguousItem);
            }

            return new(components[0], ClickedItemRule.ItemComponent);
        }

        var url = Encoding.UTF8.GetString(link.Member("targetUrl"u8).Utf8);
        if (options.ClickedItemPattern is { } pattern && TargetUrl.Capture(url, pattern) is { } captured)
        {
            return new(captured, ClickedItemRule.UrlPattern);
        }

        if (TargetUrl.OnlyItemIn(url, recommendation.Shown) is { } matched)
        {
            return new(matched, ClickedItemRule.UrlMatch);
        }

        if (shown.Count == 1)
        {
            return new(shown[0], ClickedItemRule.OnlyShown);
        }

        return shown.Count > 0 && options.UnresolvedClick == UnresolvedClick.First
            ? new(shown[0], ClickedItemRule.FirstShown)
            : default;
    }
}
