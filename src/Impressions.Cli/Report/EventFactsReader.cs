using Impressions.Core;
using Impressions.Core.Json;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Cli.Report;

/// <summary>Reads an event's part in the report. Not for concurrent use: its buffers serve event after event.</summary>
/// <param name="options">With the element's name as attribution source.</param>
sealed class EventFactsReader(ImpressionsOptions options)
{
    readonly JsonTape _content = new();
    readonly EntityIndex _entities = new(options.EntityNames);
    readonly Recommendation _recommendation = new(options, new RepeatedTexts());
    readonly List<Anomaly> _anomalies = [];
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];

    /// <param name="line">The event; empty where there is none.</param>
    /// <param name="mapped">What becomes of it.</param>
    public EventFacts Read(ReadOnlySpan<byte> line, in EventOrigin origin, in Mapped mapped)
    {
        if (
            !EnrichedEvent.TryReadName(line, out var name)
            || !(mapped.IsSelected || name.SequenceEqual("expose_element"u8))
            || !EnrichedEvent.TryParse(line, _ends, out var enriched)
            || !EventContent.TryRead(enriched, _content, out var content)
            || content.Definition is null
        )
        {
            return default;
        }

        var isView = content.Items.Source == ItemSource.ShownItems;
        var facts = new EventFacts(
            EventIds.Of(enriched, origin),
            isView ? EventPart.View
                : content.HasImpression ? EventPart.Click
                : EventPart.Action,
            EventTime.Of(
                enriched,
                EventTime.Read(enriched, EnrichedColumn.CollectorTimestamp),
                origin.ArrivalMilliseconds
            ),
            RecommendationId: null,
            Widget: null,
            Shown: [],
            UnresolvedReason.None,
            content.IsPurchase
        );
        var isElsewhere =
            facts.Part == EventPart.Action && mapped.Span is not [{ RecommendationId: not null }, ..];
        return isElsewhere || !_entities.TryRead(enriched)
            ? facts
            : WithRecommendation(facts, content, enriched, mapped);
    }

    EventFacts WithRecommendation(
        in EventFacts facts,
        in EventContent content,
        in EnrichedEvent enriched,
        in Mapped mapped
    )
    {
        _anomalies.Clear();
        var recommendation = _recommendation.Read(enriched, _entities, _anomalies);
        return
            recommendation.Id is { } id
            && CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, id)
            ? facts with
            {
                RecommendationId = id,
                Widget = recommendation.ElementName,
                Shown = [.. recommendation.Shown.Items],
                Unresolved =
                    facts.Part == EventPart.Click
                        ? ReasonOf(content, enriched, mapped, recommendation)
                        : UnresolvedReason.None,
            }
            : facts;
    }

    static UnresolvedReason ReasonOf(
        in EventContent content,
        in EnrichedEvent enriched,
        in Mapped mapped,
        Recommendation recommendation
    ) =>
        mapped.Skip switch
        {
            SkipReason.NoItem => UnresolvedReason.UnusableItem,
            SkipReason.NoIdentity => UnresolvedReason.NoIdentity,
            SkipReason.ClickedItemUnknown => content.Items.Source != ItemSource.ClickedLink
                ? UnresolvedReason.NotInAnItem
            : new TargetUrl(
                content.Data.Member("targetUrl"u8).Utf8,
                enriched[EnrichedColumn.PageUrl]
            ).LeadsNowhere
                ? UnresolvedReason.LinkLeadsNowhere
            : recommendation.Shown.Count == 0 && !mapped.IsRecalled ? UnresolvedReason.NothingShown
            : UnresolvedReason.LinkNamesNoItem,
            _ => UnresolvedReason.None,
        };
}
