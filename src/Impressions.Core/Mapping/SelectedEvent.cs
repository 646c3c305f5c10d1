using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>A selected event and where it came from.</summary>
readonly ref struct SelectedEvent(
    EnrichedEvent enriched,
    EventContent content,
    string eventId,
    long arrivalMilliseconds
)
{
    public readonly EnrichedEvent Enriched = enriched;
    public readonly EventContent Content = content;
    public readonly string EventId = eventId;
    public readonly long ArrivalMilliseconds = arrivalMilliseconds;
}
