using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>Makes the interactions of an event. Not for concurrent use: its buffers serve event after event.</summary>
/// <param name="clicks">Gets the clicks, and knows what followed from them; null where that is not asked for.</param>
sealed class InteractionBuilder(ImpressionsOptions options, RecommendationClicks? clicks)
{
    readonly EventValues _values = new(options.EventValue);
    readonly EventProperties? _properties =
        options.Properties.Count > 0
            ? new EventProperties(options.Properties, PersonalizeLimits.MaxPropertiesLength)
            : null;

    /// <summary>One for each item.</summary>
    /// <param name="stepId">The id that its interaction has in place of the event's; null for none.</param>
    /// <param name="orderId">Of a purchase: its interactions have ids made of it, so that the same order counts once.</param>
    /// <param name="identity">With a session.</param>
    public Interaction[] Build(
        in SelectedEvent selected,
        EntityIndex entities,
        string eventType,
        string? stepId,
        string? orderId,
        in Identity identity,
        IReadOnlyList<string> itemIds,
        Recommendation recommendation,
        List<Anomaly> anomalies
    )
    {
        var enriched = selected.Enriched;
        var content = selected.Content;
        var collectedAt = EventTime.Read(enriched, EnrichedColumn.CollectorTimestamp);
        var sentAt = EventTime.Of(enriched, collectedAt, selected.ArrivalMilliseconds);
        var recommendationId = UsableId(recommendation, anomalies);
        var source = Attribution.Of(options.AttributionSource, recommendation.ElementName, anomalies);
        var share = content.Definition!.IsMedia ? Media.ShareWatched(content, enriched, entities) : null;
        _values.Read(content, enriched, entities);
        var interactions = new Interaction[itemIds.Count];
        for (var i = 0; i < interactions.Length; i++)
        {
            var itemId = itemIds[i];
            var interaction = new Interaction
            {
                UserId = identity.UserId,
                IsAnonymous = identity.IsAnonymous,
                SessionId = identity.SessionId!,
                EventId =
                    EventIds.OfPurchase(identity.SessionId!, orderId, itemId)
                    ?? EventIds.OfInteraction(stepId ?? selected.EventId, i, interactions.Length),
                EventType = eventType,
                ItemId = itemId,
                SentAtMilliseconds = sentAt,
                RecommendationId = recommendationId,
                Impression = content.HasImpression
                    ? Impression.Of(recommendation.Shown, itemId, anomalies)
                    : null,
                EventValue = share ?? _values.Of(itemId),
                AttributionSource = source,
                Properties = _properties?.Of(enriched, entities, itemId, anomalies),
                CollectedAtMilliseconds = collectedAt,
            };
            interactions[i] = EventSize.Fit(Attributed(interaction, content, recommendation), anomalies);
        }

        return interactions;
    }

    /// <summary>A click is remembered; what follows from one gets its recommendation.</summary>
    Interaction Attributed(Interaction interaction, in EventContent content, Recommendation recommendation)
    {
        if (clicks is null || content.Items.Source == ItemSource.ShownItems)
        {
            return interaction; // what came into view was not clicked, and followed from no click
        }

        if (content.HasImpression)
        {
            if (interaction.RecommendationId is not null)
            {
                clicks.Add(interaction);
            }

            return interaction;
        }

        return recommendation.Id is null && clicks.Find(interaction) is { } id
            ? interaction with
            {
                RecommendationId = id,
            }
            : interaction;
    }

    /// <summary>Null when there is none, or none that Personalize accepts.</summary>
    static string? UsableId(Recommendation recommendation, List<Anomaly> anomalies)
    {
        if (
            recommendation.Id is not { } id
            || CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, id)
        )
        {
            return recommendation.Id;
        }

        anomalies.Add(Anomaly.RecommendationIdDropped);
        return null;
    }
}
