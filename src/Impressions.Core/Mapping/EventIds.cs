using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// The idempotency key of an event: its own id, or one derived from its place in the stream or its content, so that the
/// same event gets the same key each time Lambda delivers it.
/// </summary>
static class EventIds
{
    /// <summary>Room for <c>:n</c> behind the id of an event with many items (characters).</summary>
    const int MaxLength = PersonalizeLimits.MaxIdLength - 8;

    const int MaxStackBytes = 1_024;

    public static string Of(in EnrichedEvent enriched, in EventOrigin origin)
    {
        var id = Encoding.UTF8.GetString(enriched[EnrichedColumn.EventId]);
        return
            !Placeholders.IsPlaceholder(id)
            && CodePoints.AreAtMost(MaxLength, id)
            && !id.Contains(':', StringComparison.Ordinal) // else it could equal the id of another event's interaction
            ? id
            : OfPlace(origin);
    }

    /// <summary>The record's name, with the line behind it from the second line on.</summary>
    public static string OfPlace(in EventOrigin origin)
    {
        var name = Encoding.UTF8.GetString(origin.RecordName);
        var place =
            origin.Line == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{origin.Line}");
        return place.Length > MaxLength ? place[^MaxLength..] : place; // Lambda's are 90 characters long
    }

    /// <summary>
    /// Names the refusal of an interaction whose id other events may have (<see cref="Mapped.RepeatedReason"/>): it is this
    /// event's, and theirs are sent all the same.
    /// </summary>
    public static string OfRefusal(in EventOrigin origin, Interaction interaction) =>
        $"{OfPlace(origin)} {interaction.EventId}";

    /// <summary>
    /// The id of a purchased item by its order, so that an order counts once however often its page is loaded. Any other event
    /// of the same order in the session has the same ids.
    /// </summary>
    /// <returns>Null without an order id.</returns>
    public static string? OfPurchase(string sessionId, string? orderId, string itemId)
    {
        if (orderId is null)
        {
            return null;
        }

        var most = Encoding.UTF8.GetMaxByteCount(16 + sessionId.Length + orderId.Length + itemId.Length);
        var text = most <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[most];
        _ = Utf8.TryWrite(text, $"order\t{sessionId}\t{orderId}\t{itemId}", out var length);
        return OfContent(text[..length]);
    }

    /// <summary>The same id for the same text: 32 hexadecimal digits.</summary>
    public static string OfContent(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash[..(hash.Length / 2)]);
    }

    /// <param name="position">0-based, among the interactions of the event.</param>
    /// <param name="count">Of the interactions of the event.</param>
    public static string OfInteraction(string eventId, int position, int count) =>
        count == 1 ? eventId : string.Create(CultureInfo.InvariantCulture, $"{eventId}:{position}");

    /// <summary>Whether an interaction's id is made of its event's, since the event has several; not for an order's.</summary>
    public static bool IsOneOfSeveral(string id) => id.Contains(':', StringComparison.Ordinal);
}
