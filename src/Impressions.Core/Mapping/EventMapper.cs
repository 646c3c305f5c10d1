namespace Impressions;

/// <summary>Maps a selected event to its interactions. Not for concurrent use: it keeps its scratch between events.</summary>
sealed class EventMapper(ImpressionsOptions options)
{
    readonly JsonTape _content = new();
    readonly EntityIndex _entities = new();
    readonly Recommendation _recommendation = new(options);
    readonly ItemList _items = new();
    readonly EventValues _values = new(options.EventValue);

    /// <param name="eventId">The event's idempotency key.</param>
    /// <param name="arrivalMilliseconds">When its record reached the stream (since 1970-01-01 UTC).</param>
    /// <param name="report">Gets what was odd.</param>
    public Mapped Map(
        in EnrichedEvent enriched,
        string eventId,
        long arrivalMilliseconds,
        InvocationReport report
    )
    {
        if (!EventContent.TryRead(enriched, _content, out var content))
        {
            return DeadLetterReason.BrokenJson;
        }

        if (content.Kind == EventKind.Unknown)
        {
            return SkipReason.UnknownEvent;
        }

        if (options.EventTypes.Find(content.Kind, content.Action) is not { } eventType)
        {
            return content.Kind == EventKind.ExposeElement ? SkipReason.UnknownEvent : SkipReason.NoEventType;
        }

        if (!_entities.TryRead(enriched))
        {
            return DeadLetterReason.BrokenJson;
        }

        _recommendation.Read(enriched, _entities, report);
        if (FindItems(enriched, content, report, out var rule) is { } without)
        {
            return without;
        }

        var identity = Identity.Of(enriched, _entities, options.AnonymousUsers, report);
        if (identity.SessionId is null)
        {
            return SkipReason.NoIdentity;
        }

        var collectedAt = EventTime.Read(enriched, EnrichedColumn.CollectorTimestamp);
        var sentAt = EventTime.Of(enriched, collectedAt, arrivalMilliseconds);
        var recommendationId = UsableRecommendationId(report);
        var source = Attribution.Of(options.AttributionSource, _recommendation.ElementName, report);
        var hasImpression = content.Kind.HasImpression(content.Action);
        var interactions = new Interaction[_items.Count];
        for (var i = 0; i < interactions.Length; i++)
        {
            var itemId = _items.Items[i];
            interactions[i] = new Interaction
            {
                UserId = identity.UserId,
                IsAnonymous = identity.IsAnonymous,
                SessionId = identity.SessionId,
                EventId = EventIds.OfInteraction(eventId, i, interactions.Length),
                EventType = eventType,
                ItemId = itemId,
                SentAtMilliseconds = sentAt,
                RecommendationId = recommendationId,
                Impression = hasImpression ? Impression.Of(_recommendation.Shown, itemId, report) : null,
                EventValue = _values.Of(itemId),
                AttributionSource = source,
                CollectedAtMilliseconds = collectedAt,
            };
        }

        return Mapped.To(interactions, rule);
    }

    /// <summary>Fills the items of the event and what they are worth.</summary>
    /// <returns>What becomes of an event without any, or with too many; null when all is well.</returns>
    Mapped? FindItems(
        in EnrichedEvent enriched,
        EventContent content,
        InvocationReport report,
        out ClickedItemRule rule
    )
    {
        rule = ClickedItemRule.None;
        _items.Clear();
        _values.Read(content, enriched, _entities);
        if (content.Kind is not (EventKind.LinkClick or EventKind.ExposeElement))
        {
            Products.Read(content.Kind, enriched, content.Data, _entities, _items, report);
            return WithoutItems(_items);
        }

        if (_recommendation.Id is null)
        {
            return SkipReason.NotARecommendation;
        }

        if (content.Kind == EventKind.ExposeElement)
        {
            foreach (var shown in _recommendation.Shown.Items)
            {
                _items.Add(shown, report);
            }

            return WithoutItems(_recommendation.Shown);
        }

        (var clicked, rule) = ClickedItem.Find(content.Data, _recommendation, options, report);
        if (clicked is null)
        {
            return SkipReason.ClickedItemUnknown;
        }

        _items.Add(clicked, report);
        return null;
    }

    static Mapped? WithoutItems(ItemList items)
    {
        if (items.HasMore)
        {
            return DeadLetterReason.TooLarge;
        }

        return items.Count == 0 ? SkipReason.NoItem : null;
    }

    string? UsableRecommendationId(InvocationReport report)
    {
        if (
            _recommendation.Id is not { } id
            || CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, id)
        )
        {
            return _recommendation.Id;
        }

        report.Count(Anomaly.RecommendationIdDropped);
        return null;
    }
}
