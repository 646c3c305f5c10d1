using Impressions.Core.Delivery;
using Impressions.Core.Json;
using Impressions.Core.Personalize;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// Maps an event to its interactions and decides all that there is to decide about it, who the user is and what fits a call
/// included. Not for concurrent use: its buffers serve event after event.
/// </summary>
/// <param name="texts">Interns repeated ids.</param>
/// <param name="memory">What earlier events taught; gets what this one teaches.</param>
sealed class EventMapper(ImpressionsOptions options, RepeatedTexts texts, WarmMemory memory)
{
    readonly JsonTape _content = new();
    readonly EntityIndex _entities = new(options.EntityNames);
    readonly Recommendation _recommendation = new(options, texts);
    readonly ItemFinder _items = new(options, texts);
    readonly InteractionBuilder _interactions = new(options, memory.Clicks);
    readonly EventMetadata? _metadata =
        options.Users is null && options.Items is null
            ? null
            : new EventMetadata(options.Users, options.Items);
    readonly List<Anomaly> _anomalies = [];

    /// <summary>Why an event does not count, by its columns alone; for any event, selected or not.</summary>
    public SkipReason ReasonToLeaveOut(in EnrichedEvent enriched) =>
        !options.EventFilter.HoldsFor(enriched) ? SkipReason.Filtered
        : options.Robots == Robots.Skip && RobotMarks.AreOn(enriched) ? SkipReason.Robot
        : SkipReason.None;

    /// <summary>Remembers which user an event names for its session; for any event that its columns do not leave out.</summary>
    public void LearnUser(in EnrichedEvent enriched)
    {
        if (memory.Users is { } users && TryReadNamed(enriched, out var userId, out var sessionId))
        {
            users.Add(sessionId, userId);
            memory.Clicks?.Join(sessionId, userId);
        }
    }

    /// <summary>The first pass over an event: finds what matters to events before it, and what must be loaded for it.</summary>
    /// <param name="isSelected">Whether the second pass maps it.</param>
    public void Survey(in EnrichedEvent enriched, bool isSelected, InvocationSurvey survey)
    {
        if (memory.Users is not null && TryReadNamed(enriched, out var userId, out var sessionId))
        {
            survey.AddUser(sessionId, userId);
            if (memory.Clicks?.Shared?.KnowsOwner(sessionId) == false)
            {
                survey.ClicksToLoad.AddSession(sessionId);
            }
        }

        if (isSelected && options.ImpressionTable is not null)
        {
            SurveyContent(enriched, survey);
        }
    }

    /// <param name="enriched">A selected event.</param>
    /// <param name="eventId">Its idempotency key.</param>
    /// <param name="arrivalMilliseconds">When its record reached the stream (since 1970-01-01 UTC).</param>
    /// <param name="survey">Of the invocation that it belongs to.</param>
    public Mapped Map(
        in EnrichedEvent enriched,
        string eventId,
        long arrivalMilliseconds,
        InvocationSurvey survey
    )
    {
        _anomalies.Clear();
        var mapped = EventContent.TryRead(enriched, _content, out var content)
            ? Map(new SelectedEvent(enriched, content, eventId, arrivalMilliseconds), survey, _anomalies)
            : DeadLetterReason.BrokenJson;
        return _anomalies.Count == 0 ? mapped : mapped with { Anomalies = [.. _anomalies] };
    }

    Mapped Map(in SelectedEvent selected, InvocationSurvey survey, List<Anomaly> anomalies)
    {
        var content = selected.Content;
        if (ReasonNotToMap(content) is not SkipReason.None and var reason)
        {
            return reason;
        }

        if (!_entities.TryRead(selected.Enriched))
        {
            return DeadLetterReason.BrokenJson;
        }

        if (ReasonByEntities(selected.Enriched) is not SkipReason.None and var leftOut)
        {
            return leftOut;
        }

        var eventType = EventTypeOf(content, selected.Enriched);
        if (eventType is null && !IsExposed(content))
        {
            return SkipReason.NoEventType;
        }

        var recommendation = _recommendation.Read(selected.Enriched, _entities, anomalies);
        Remember(content, recommendation);
        var isRecalled = TryRecall(selected, recommendation, anomalies);
        var mapped = eventType is null
            ? ReasonNotToSend(recommendation)
            : Map(selected, eventType, recommendation, survey, anomalies);
        memory.Widgets?.Count(selected, IsExposed(content), recommendation, mapped);
        return isRecalled ? mapped with { IsRecalled = true } : mapped;
    }

    Mapped Map(
        in SelectedEvent selected,
        string eventType,
        Recommendation recommendation,
        InvocationSurvey survey,
        List<Anomaly> anomalies
    )
    {
        var enriched = selected.Enriched;
        var content = selected.Content;
        var items = _items.Find(content, enriched, _entities, recommendation, anomalies);
        if (items.IsTooMany || items.Reason != SkipReason.None)
        {
            return items.IsTooMany ? DeadLetterReason.TooLarge : items.Reason;
        }

        var identity = Identity.Of(enriched, _entities, options.AnonymousUsers, texts, anomalies);
        if (identity.SessionId is not { } sessionId)
        {
            return SkipReason.NoIdentity;
        }

        var stepId = options.Media?.StepId(content, enriched, _entities, sessionId, items.Ids[0]);
        var orderId = Products.OrderId(content, enriched, _entities, texts);
        var interactions = _interactions.Build(
            selected,
            _entities,
            eventType,
            stepId,
            orderId,
            WithSessionUser(identity, selected.EventId, survey),
            items.Ids,
            recommendation,
            anomalies
        );
        return Mapped.To(interactions) with
        {
            Rule = items.Rule,
            RepeatedReason =
                orderId is not null ? SkipReason.Duplicate
                : stepId is not null ? SkipReason.AlreadyWatched
                : SkipReason.None,
            Metadata = MetadataOf(selected, identity, items.Ids, anomalies),
        };
    }

    /// <summary>Where the event names no user, the one whom its session has.</summary>
    /// <param name="identity">With a session.</param>
    Identity WithSessionUser(in Identity identity, string eventId, InvocationSurvey survey)
    {
        if (
            !identity.IsAnonymous
            || memory.Users?.Find(eventId, identity.SessionId!, survey.FirstUser(identity.SessionId!))
                is not { } user
        )
        {
            return identity;
        }

        memory.Clicks?.Join(identity.SessionId!, user); // the event that names the user may be behind this one
        return identity with { UserId = user, IsAnonymous = false };
    }

    IReadOnlyList<Metadata> MetadataOf(
        in SelectedEvent selected,
        in Identity identity,
        IReadOnlyList<string> itemIds,
        List<Anomaly> anomalies
    ) =>
        _metadata?.Of(
            selected.Enriched,
            _entities,
            identity,
            itemIds,
            selected.ArrivalMilliseconds,
            anomalies
        ) ?? [];

    /// <summary>Why an event does not count whose columns do not leave it out.</summary>
    /// <param name="enriched">Its entities were read last.</param>
    SkipReason ReasonByEntities(in EnrichedEvent enriched) =>
        !options.EventFilter.HoldsFor(enriched, _entities) ? SkipReason.Filtered
        : options.Robots == Robots.Skip && RobotMarks.AreOn(enriched, _entities) ? SkipReason.Robot
        : SkipReason.None;

    /// <summary>The user and the session that an event names, if the event counts.</summary>
    bool TryReadNamed(in EnrichedEvent enriched, out string userId, out string sessionId) =>
        Identity.TryReadNamed(enriched, _entities, texts, out userId, out sessionId)
        && (
            (options.Robots == Robots.Keep && !options.EventFilter.HasEntities)
            || (_entities.TryRead(enriched) && ReasonByEntities(enriched) == SkipReason.None)
        );

    /// <summary>By what is known without its entities; <see cref="SkipReason.None"/> for an event that may be mapped.</summary>
    SkipReason ReasonNotToMap(in EventContent content)
    {
        if (content.Definition is null || (content.Definition.IsMedia && options.Media is null))
        {
            return SkipReason.UnknownEvent;
        }

        if (options.EventTypes.HasAny(content))
        {
            return SkipReason.None;
        }

        if (IsExposed(content))
        {
            return memory.ShownItems is null && memory.Widgets is null
                ? SkipReason.UnknownEvent
                : SkipReason.None;
        }

        return SkipReason.NoEventType;
    }

    /// <summary>For a recommendation that came into view, where that is not an event type of its own.</summary>
    static SkipReason ReasonNotToSend(Recommendation exposed) =>
        exposed.Id is null ? SkipReason.NotARecommendation
        : exposed.Shown.Count == 0 ? SkipReason.NoItem
        : SkipReason.Remembered;

    /// <summary>Null when it means nothing to Personalize.</summary>
    string? EventTypeOf(in EventContent content, in EnrichedEvent enriched) =>
        options.EventTypes.Find(
            content.Definition == EventTable.Play && Media.IsResumed(enriched, _entities)
                ? EventTable.Resume
                : content.Definition!,
            content.Action
        );

    /// <summary>Whether it says that a recommendation came into view.</summary>
    static bool IsExposed(in EventContent content) =>
        content.Definition?.Items.Source == ItemSource.ShownItems;

    /// <summary>What came into view is remembered for the clicks that follow.</summary>
    void Remember(in EventContent content, Recommendation recommendation)
    {
        if (IsExposed(content) && recommendation.Id is { } id)
        {
            memory.ShownItems?.Learn(id, recommendation.Shown.Items);
        }
    }

    /// <summary>Completes the recommendation of an event that does not say what was shown, if an earlier one did.</summary>
    bool TryRecall(in SelectedEvent selected, Recommendation recommendation, List<Anomaly> anomalies)
    {
        if (
            memory.ShownItems is null
            || !IsWithoutShown(selected.Content, recommendation)
            || memory.ShownItems.Find(selected.EventId, recommendation.Id!) is not { } shown
        )
        {
            return false;
        }

        recommendation.Recall(shown, anomalies);
        return true;
    }

    /// <summary>What the table may know that an event needs.</summary>
    void SurveyContent(in EnrichedEvent enriched, InvocationSurvey survey)
    {
        if (
            !EventContent.TryRead(enriched, _content, out var content)
            || IsExposed(content)
            || !(content.HasImpression ? options.SharesShownItems : options.SharesClicks)
            || ReasonNotToMap(content) != SkipReason.None
            || !_entities.TryRead(enriched)
            || ReasonByEntities(enriched) != SkipReason.None
        )
        {
            return;
        }

        _anomalies.Clear(); // counted when the event is mapped
        var recommendation = _recommendation.Read(enriched, _entities, _anomalies);
        if (!content.HasImpression)
        {
            if (recommendation.Id is null && EventTypeOf(content, enriched) is not null)
            {
                SurveyClicks(content, enriched, recommendation, survey);
            }
        }
        else if (
            IsWithoutShown(content, recommendation)
            && CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, recommendation.Id!)
            && memory.ShownItems!.Of(recommendation.Id!) is null
        )
        {
            survey.AddRecommendationToLoad(recommendation.Id!);
        }
    }

    /// <summary>
    /// The clicks that an event may have followed from, also those of which memory knows one: another process may know a later
    /// one.
    /// </summary>
    void SurveyClicks(
        in EventContent content,
        in EnrichedEvent enriched,
        Recommendation recommendation,
        InvocationSurvey survey
    )
    {
        var items = _items.Find(content, enriched, _entities, recommendation, _anomalies);
        var identity = Identity.Of(enriched, _entities, options.AnonymousUsers, texts, _anomalies);
        if (items.IsTooMany || items.Reason != SkipReason.None || identity.SessionId is not { } sessionId)
        {
            return;
        }

        var user = identity.IsAnonymous
            ? survey.LastUser(sessionId) ?? memory.Users?.Of(sessionId)
            : identity.UserId;
        foreach (var itemId in items.Ids)
        {
            if (memory.Users is null)
            {
                survey.ClicksToLoad.Add(identity.UserId ?? sessionId, itemId);
            }
            else if (user is not null)
            {
                survey.AddInteractionOf(user, sessionId, itemId);
            }
            else
            {
                survey.AddUnnamedInteraction(sessionId, identity.UserId ?? sessionId, itemId);
            }
        }
    }

    static bool IsWithoutShown(in EventContent content, Recommendation recommendation) =>
        !IsExposed(content) && content.HasImpression && recommendation is { Id: not null, Shown.Count: 0 };
}
