namespace Impressions;

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
        switch (content.Definition!.Items.Source)
        {
            case ItemSource.ClickedLink:
                return FindClicked(content.Data, recommendation, anomalies);

            case ItemSource.ShownItems when recommendation.Id is null:
                return new(SkipReason.NotARecommendation);

            case ItemSource.ShownItems:
                return new(recommendation.Shown);

            case ItemSource.MediaContent:
                _items.Add(options.Media!.ItemOf(enriched, entities), anomalies);
                return new(_items);

            default:
                Products.Read(content, enriched, entities, _items, anomalies);
                return new(_items);
        }
    }

    FoundItems FindClicked(JsonValue link, Recommendation recommendation, List<Anomaly> anomalies)
    {
        if (recommendation.Id is null)
        {
            return new(SkipReason.NotARecommendation);
        }

        var (clicked, rule) = ClickedItem.Find(link, recommendation, options, anomalies);
        if (clicked is null)
        {
            return new(SkipReason.ClickedItemUnknown);
        }

        _items.Add(clicked, anomalies);
        return new(_items, rule);
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
