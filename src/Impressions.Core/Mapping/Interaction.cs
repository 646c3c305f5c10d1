namespace Impressions.Core.Mapping;

/// <summary>What is sent to Personalize: who, in which session, did what, with which item, when, from which recommendation.</summary>
sealed record Interaction
{
    /// <summary>Null when the user is not known; Personalize then goes by the session.</summary>
    public required string? UserId { get; init; }

    /// <summary>True when no event of the session names the user: the id is a device's, or there is none.</summary>
    public required bool IsAnonymous { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The same for the same event each time, which makes sending it again harmless.</summary>
    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required string ItemId { get; init; }

    /// <summary>When it happened (milliseconds since 1970-01-01 UTC).</summary>
    public required long SentAtMilliseconds { get; init; }

    /// <summary>Null when the event came from no recommendation.</summary>
    public required string? RecommendationId { get; init; }

    /// <summary>The items on view, the clicked one among them; null when they are not known.</summary>
    public required IReadOnlyList<string>? Impression { get; init; }

    /// <summary>What the interaction is worth (<see cref="EventValues"/>); null when the event does not say.</summary>
    public float? EventValue { get; init; }

    /// <summary>Which source Personalize's metrics count it for; null leaves that to the recommendation id.</summary>
    public string? AttributionSource { get; init; }

    /// <summary>A JSON object as text (<see cref="EventProperties"/>); null for none.</summary>
    public string? Properties { get; init; }

    /// <summary>When the collector received it (milliseconds since 1970-01-01 UTC); null when it does not say.</summary>
    public required long? CollectedAtMilliseconds { get; init; }
}
