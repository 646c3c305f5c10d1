namespace Impressions;

/// <summary>Maps a selected event to its interactions. Not for concurrent use: it keeps its scratch between events.</summary>
/// <param name="texts">Of ids that come again.</param>
/// <param name="shownItems">Remembers what came into view; null for not.</param>
sealed class EventMapper(ImpressionsOptions options, RepeatedTexts texts, ShownItems? shownItems = null)
{
    readonly JsonTape _content = new();
    readonly EntityIndex _entities = new(options.EntityNames);
    readonly Recommendation _recommendation = new(options, texts);
    readonly ItemList _items = new(texts);
    readonly EventValues _values = new(options.EventValue);
    readonly EventProperties? _properties =
        options.Properties.Count > 0
            ? new EventProperties(options.Properties, PersonalizeLimits.MaxPropertiesLength)
            : null;
    readonly EventMetadata? _metadata =
        options.Users is null && options.Items is null
            ? null
            : new EventMetadata(options.Users, options.Items);

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

        if (WithoutMapping(content) is { } skip)
        {
            return skip;
        }

        if (!_entities.TryRead(enriched))
        {
            return DeadLetterReason.BrokenJson;
        }

        var eventType = EventTypeOf(content, enriched);
        if (eventType is null && !IsExposed(content))
        {
            return SkipReason.NoEventType;
        }

        _recommendation.Read(enriched, _entities, report);
        RememberOrRecall(content, report);
        if (eventType is null)
        {
            return _recommendation.Id is null ? SkipReason.NotARecommendation
                : _recommendation.Shown.Count == 0 ? SkipReason.NoItem
                : SkipReason.Remembered;
        }

        if (FindItems(enriched, content, report, out var rule) is { } without)
        {
            return without;
        }

        var identity = Identity.Of(enriched, _entities, options.AnonymousUsers, texts, report);
        if (identity.SessionId is null)
        {
            return SkipReason.NoIdentity;
        }

        var stepId = options.Media?.StepId(content, enriched, _entities, identity.SessionId, _items.Items[0]);
        var interactions = Interactions(
            enriched,
            content,
            (eventType, stepId ?? eventId),
            identity,
            arrivalMilliseconds,
            report
        );
        var metadata = _metadata?.Of(enriched, _entities, interactions, report) ?? [];
        return Mapped.To(interactions, rule, stepId, metadata);
    }

    /// <summary>One for each item that was found.</summary>
    Interaction[] Interactions(
        in EnrichedEvent enriched,
        EventContent content,
        (string Type, string Id) @event,
        in Identity identity,
        long arrivalMilliseconds,
        InvocationReport report
    )
    {
        var collectedAt = EventTime.Read(enriched, EnrichedColumn.CollectorTimestamp);
        var sentAt = EventTime.Of(enriched, collectedAt, arrivalMilliseconds);
        var recommendationId = UsableRecommendationId(report);
        var source = Attribution.Of(options.AttributionSource, _recommendation.ElementName, report);
        var hasImpression = content.HasImpression;
        var interactions = new Interaction[_items.Count];
        for (var i = 0; i < interactions.Length; i++)
        {
            var itemId = _items.Items[i];
            interactions[i] = new Interaction
            {
                UserId = identity.UserId,
                IsAnonymous = identity.IsAnonymous,
                SessionId = identity.SessionId!,
                EventId = EventIds.OfInteraction(@event.Id, i, interactions.Length),
                EventType = @event.Type,
                ItemId = itemId,
                SentAtMilliseconds = sentAt,
                RecommendationId = recommendationId,
                Impression = hasImpression ? Impression.Of(_recommendation.Shown, itemId, report) : null,
                EventValue = content.Definition!.IsMedia
                    ? Media.ShareWatched(content, enriched, _entities)
                    : _values.Of(itemId),
                AttributionSource = source,
                Properties = _properties?.Of(enriched, _entities, itemId, report),
                CollectedAtMilliseconds = collectedAt,
            };
        }

        return interactions;
    }

    /// <summary>Why an event of this kind and action is not mapped; null when it is, by what can be told without its entities.</summary>
    SkipReason? WithoutMapping(EventContent content)
    {
        if (content.Definition is null || (content.Definition.IsMedia && options.Media is null))
        {
            return SkipReason.UnknownEvent;
        }

        if (options.EventTypes.HasAny(content))
        {
            return null;
        }

        if (IsExposed(content))
        {
            return shownItems is null ? SkipReason.UnknownEvent : null;
        }

        return SkipReason.NoEventType;
    }

    /// <summary>What came into view is remembered; a click that does not say what was on view recalls it.</summary>
    void RememberOrRecall(EventContent content, InvocationReport report)
    {
        if (shownItems is null || _recommendation.Id is not { } id)
        {
            return;
        }

        if (IsExposed(content))
        {
            shownItems.Learn(id, _recommendation.Shown.Items);
        }
        else if (content.HasImpression && _recommendation.Shown.Count == 0 && shownItems.Of(id) is { } shown)
        {
            _recommendation.Recall(shown, report);
            report.ImpressionsRecalled++;
        }
    }

    /// <summary>
    /// The recommendation of a click that does not say what was on view, where that is not known either; null for any other
    /// event.
    /// </summary>
    public string? RecommendationToRecall(in EnrichedEvent enriched)
    {
        if (
            !EventContent.TryRead(enriched, _content, out var content)
            || IsExposed(content)
            || !content.HasImpression
            || !options.EventTypes.HasAny(content)
            || !_entities.TryRead(enriched)
        )
        {
            return null;
        }

        _recommendation.Read(enriched, _entities, new InvocationReport());
        return
            _recommendation is { Id: { } id, Shown.Count: 0 }
            && CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, id)
            && shownItems?.Of(id) is null
            ? id
            : null;
    }

    /// <summary>Null when it means nothing to Personalize.</summary>
    string? EventTypeOf(EventContent content, in EnrichedEvent enriched) =>
        options.EventTypes.Find(
            content.Definition == EventTable.Play && Media.IsResumed(enriched, _entities)
                ? EventTable.Resume
                : content.Definition!,
            content.Action
        );

    /// <summary>Whether it says that a recommendation came into view.</summary>
    static bool IsExposed(in EventContent content) =>
        content.Definition?.Items.Source == ItemSource.ShownItems;

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
        if (content.Definition!.IsMedia)
        {
            _items.Add(options.Media!.ItemOf(enriched, _entities), report);
            return WithoutItems(_items);
        }

        if (content.Definition.Items.Source is not (ItemSource.ClickedLink or ItemSource.ShownItems))
        {
            Products.Read(content, enriched, _entities, _items, report);
            return WithoutItems(_items);
        }

        if (_recommendation.Id is null)
        {
            return SkipReason.NotARecommendation;
        }

        if (IsExposed(content))
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
