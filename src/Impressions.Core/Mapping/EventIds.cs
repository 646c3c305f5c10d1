using System.Globalization;
using System.Text;

namespace Impressions;

/// <summary>
/// The idempotency key of an event: its own id, or one derived from its place in the stream, so that the same event
/// gets the same key each time Lambda delivers it.
/// </summary>
static class EventIds
{
    /// <summary>Room for <c>:n</c> behind the id of an event with many items (characters).</summary>
    const int MaxLength = PersonalizeLimits.MaxIdLength - 8;

    /// <param name="linePosition">0-based line within the record.</param>
    public static string Of(in EnrichedEvent enriched, in KinesisRecord record, int linePosition)
    {
        var id = Encoding.UTF8.GetString(enriched[EnrichedColumn.EventId]);
        if (
            !Identity.IsPlaceholder(id)
            && CodePoints.AreAtMost(MaxLength, id)
            && !id.Contains(':', StringComparison.Ordinal) // else it could be the id of another event's interaction
        )
        {
            return id;
        }

        return OfPlace(record, linePosition);
    }

    /// <summary>Lambda's own name of a record is <c>shard id:sequence number</c>. Several lines of one record need one each.</summary>
    public static string OfPlace(in KinesisRecord record, int linePosition)
    {
        var name = Encoding.UTF8.GetString(record.EventId.IsEmpty ? record.SequenceNumber : record.EventId);
        var place =
            linePosition == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{linePosition}");
        return place.Length > MaxLength ? place[^MaxLength..] : place; // Lambda's are 90 characters long
    }

    /// <param name="position">0-based, among the interactions that are sent of the event.</param>
    /// <param name="count">How many are sent of it.</param>
    public static string OfInteraction(string eventId, int position, int count) =>
        count == 1 ? eventId : string.Create(CultureInfo.InvariantCulture, $"{eventId}:{position}");
}
