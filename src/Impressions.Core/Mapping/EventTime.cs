using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

static class EventTime
{
    /// <summary>When it happened, by the first source that can be read (milliseconds since 1970-01-01 UTC).</summary>
    /// <param name="collectedAtMilliseconds">Null when the event does not say.</param>
    /// <param name="arrivalMilliseconds">When the record reached the stream.</param>
    public static long Of(
        in EnrichedEvent enriched,
        long? collectedAtMilliseconds,
        long arrivalMilliseconds
    ) => Read(enriched, EnrichedColumn.DerivedTimestamp) ?? collectedAtMilliseconds ?? arrivalMilliseconds;

    public static long? Read(in EnrichedEvent enriched, EnrichedColumn column) =>
        SnowplowTimestamp.TryParse(enriched[column], out var milliseconds) ? milliseconds : null;
}
