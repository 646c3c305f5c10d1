using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>Finds the items that an event is about. Not for concurrent use: its buffers serve event after event.</summary>
/// <param name="texts">Interns repeated ids.</param>
sealed class ItemFinder(ImpressionsOptions options, RepeatedTexts texts)
{
    readonly ItemList _items = new(texts);

    /// <returns>Valid until the next event.</returns>
    public FoundItems Find(
        in EventContent content,
        in EnrichedEvent enriched,
        EntityIndex entities,
        Recommendation recommendation,
        List<Anomaly> anomalies
    )
    {
        _items.Clear();
        switch (content.Items.Source)
        {
            case ItemSource.ClickedLink:
                return FindClicked(content.Data, enriched, recommendation, anomalies);

            case ItemSource.ClickedElement:
                return FindOfElement(recommendation, anomalies);

            case ItemSource.ShownItems when recommendation.Id is null:
                return new(SkipReason.NotARecommendation);

            case ItemSource.ShownItems:
                return new(recommendation.Shown);

            case ItemSource.MediaContent:
                _items.Add(options.Media!.Item.ReadId(enriched, entities, texts), anomalies);
                return new(_items);

            default:
                Products.Read(content, enriched, entities, _items, anomalies);
                return content.IsOfOneItem && _items.Count > 1 && !_items.HasMore
                    ? OneOf(_items, recommendation, anomalies)
                    : new(_items);
        }
    }

    FoundItems FindClicked(
        JsonValue link,
        in EnrichedEvent enriched,
        Recommendation recommendation,
        List<Anomaly> anomalies
    )
    {
        if (recommendation.Id is null)
        {
            return new(SkipReason.NotARecommendation);
        }

        var (clicked, rule) = ClickedItem.OfComponent(recommendation, anomalies);
        if (clicked is null)
        {
            var url = new TargetUrl(link.Member("targetUrl"u8).Utf8, enriched[EnrichedColumn.PageUrl]);
            (clicked, rule) = ClickedItem.OfLink(url, recommendation, options);
        }

        if (clicked is null)
        {
            return new(SkipReason.ClickedItemUnknown);
        }

        _items.Add(clicked, anomalies);
        return new(_items, rule);
    }

    /// <summary>
    /// Of a click on anything else than a link, such as a button. Only the item's own component says which item it is: the
    /// arrow of a carousel is a button too.
    /// </summary>
    FoundItems FindOfElement(Recommendation recommendation, List<Anomaly> anomalies)
    {
        var (clicked, rule) = ClickedItem.OfComponent(recommendation, anomalies);
        if (clicked is null)
        {
            return new(
                recommendation.Id is null ? SkipReason.NotARecommendation : SkipReason.ClickedItemUnknown
            );
        }

        _items.Add(clicked, anomalies);
        return new(_items, rule);
    }

    /// <summary>
    /// Of one click several products are sent where a page adds those of its context. The item's own component says which
    /// one was clicked; without it the first one counts.
    /// </summary>
    static FoundItems OneOf(ItemList products, Recommendation recommendation, List<Anomaly> anomalies)
    {
        var clicked = recommendation.Components.Items.Where(products.Contains).Take(2).ToArray();
        if (clicked.Length != 1)
        {
            anomalies.Add(Anomaly.AmbiguousItem);
        }

        var one = clicked.Length > 0 ? clicked[0] : products.Items[0];
        products.Clear();
        products.Add(one, anomalies);
        return new(products);
    }
}

/// <summary>The items of an event, or why it has none.</summary>
readonly struct FoundItems
{
    public FoundItems(ItemList items, ClickedItemRule rule = ClickedItemRule.None)
    {
        Ids = items.Items;
        Rule = rule;
        Reason = items.Count == 0 ? SkipReason.NoItem : SkipReason.None;
        IsTooMany = items.HasMore;
    }

    public FoundItems(SkipReason reason)
    {
        Ids = [];
        Reason = reason;
    }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>How a recommendation click's item was found.</summary>
    public ClickedItemRule Rule { get; }

    /// <summary><see cref="SkipReason.None"/> when there are items.</summary>
    public SkipReason Reason { get; }

    /// <summary>There are more than <see cref="ItemList.MaxItems"/>.</summary>
    public bool IsTooMany { get; }
}
