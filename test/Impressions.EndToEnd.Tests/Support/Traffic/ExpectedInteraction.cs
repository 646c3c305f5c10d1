using System.Text.Json;
using Impressions.Emulation.Personalize;

namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>What Personalize must get, by the values that identify it and those that it learns from.</summary>
sealed record ExpectedInteraction(
    string EventId,
    string SessionId,
    string? UserId,
    string EventType,
    string ItemId,
    string? RecommendationId,
    string Impression
)
{
    /// <summary>Of one body, as a case of <c>test/events</c> expects it.</summary>
    public static IEnumerable<ExpectedInteraction> Of(string body)
    {
        using var json = JsonDocument.Parse(body);
        var request = ReceivedRequest.Read(json.RootElement);
        return [.. request.Events.Select(sent => Of(sent, request.SessionId, request.UserId))];
    }

    public static ExpectedInteraction Of(AcceptedEvent accepted) =>
        Of(accepted.Event, accepted.SessionId, accepted.UserId);

    static ExpectedInteraction Of(ReceivedEvent sent, string sessionId, string? userId) =>
        new(
            sent.EventId!,
            sessionId,
            userId,
            sent.EventType,
            sent.ItemId!,
            sent.RecommendationId,
            string.Join('|', sent.Impression ?? [])
        );
}
