using System.Runtime.InteropServices;
using System.Text.Json;

namespace Impressions.Emulation.Personalize;

/// <summary>One entry of <c>eventList</c>: an interaction, by the API's own names. Null means not sent.</summary>
sealed record ReceivedEvent
{
    public string? EventId { get; init; }

    public required string EventType { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC, fraction included.</summary>
    public required decimal SentAt { get; init; }

    public string? ItemId { get; init; }

    public IReadOnlyList<string>? Impression { get; init; }

    public string? RecommendationId { get; init; }

    /// <summary>The text as sent: JSON within JSON.</summary>
    public string? Properties { get; init; }

    /// <summary>Within the range of a 32-bit float.</summary>
    public double? EventValue { get; init; }

    /// <summary><c>metricAttribution.eventAttributionSource</c>.</summary>
    public string? AttributionSource { get; init; }

    /// <summary>Size of the event's own JSON on the wire (bytes).</summary>
    public int Bytes { get; init; }

    /// <param name="entry">Has passed the shapes of <see cref="PutEventsShapes"/>, limits apart.</param>
    public static ReceivedEvent Read(JsonElement entry) =>
        new()
        {
            EventId = Text(entry, "eventId"),
            EventType = Text(entry, "eventType")!,
            SentAt = entry.GetProperty("sentAt").GetDecimal(),
            ItemId = Text(entry, "itemId"),
            Impression = entry.TryGetProperty("impression", out var items)
                ? [.. items.EnumerateArray().Select(item => item.GetString()!)]
                : null,
            RecommendationId = Text(entry, "recommendationId"),
            Properties = Text(entry, "properties"),
            EventValue = entry.TryGetProperty("eventValue", out var value) ? value.GetDouble() : null,
            AttributionSource = entry.TryGetProperty("metricAttribution", out var attribution)
                ? Text(attribution, "eventAttributionSource")
                : null,
            Bytes = JsonMarshal.GetRawUtf8Value(entry).Length,
        };

    static string? Text(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) ? value.GetString() : null;
}
