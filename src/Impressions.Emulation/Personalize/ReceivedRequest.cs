using System.Text.Json;

namespace Impressions.Emulation.Personalize;

/// <summary>
/// A PutEvents body as it was received: right in shape, not necessarily within the limits. Null means not sent.
/// </summary>
sealed record ReceivedRequest(
    string TrackingId,
    string SessionId,
    string? UserId,
    IReadOnlyList<ReceivedEvent> Events
)
{
    /// <param name="body">Has passed the shapes of <see cref="PutEventsShapes"/>, limits apart.</param>
    public static ReceivedRequest Read(JsonElement body) =>
        new(
            body.GetProperty("trackingId").GetString()!,
            body.GetProperty("sessionId").GetString()!,
            body.TryGetProperty("userId", out var userId) ? userId.GetString() : null,
            [.. body.GetProperty("eventList").EnumerateArray().Select(ReceivedEvent.Read)]
        );
}
