namespace Impressions;

/// <summary>What an event says of itself: its kind, its action and its own JSON.</summary>
readonly ref struct EventContent
{
    EventContent(EventKind kind, JsonValue data)
    {
        Kind = kind;
        Data = data;
        Action = kind.ActionMember() is { IsEmpty: false } name ? data.Member(name).Utf8 : default;
    }

    public EventKind Kind { get; }

    /// <summary>Absent for a baked-in event.</summary>
    public JsonValue Data { get; }

    /// <summary>Such as <c>list_click</c>; empty for an event that is its own action.</summary>
    public ReadOnlySpan<byte> Action { get; }

    /// <summary>False when the self-describing event's column is not JSON.</summary>
    /// <param name="tape">Holds the JSON for as long as the content is used.</param>
    public static bool TryRead(in EnrichedEvent enriched, JsonTape tape, out EventContent content)
    {
        content = default;
        var column = enriched[EnrichedColumn.UnstructEvent];
        if (column.IsEmpty)
        {
            content = new EventContent(BakedInKind(enriched), data: default);
            return true;
        }

        if (!tape.TryRead(column, out var json))
        {
            return false;
        }

        var described = SelfDescribing.Read(SelfDescribing.Read(json).Data);
        content = SchemaUri.TryParse(described.Schema.Utf8, out var schema)
            ? new EventContent(EventKinds.OfSelfDescribing(schema), described.Data)
            : default;
        return true;
    }

    static EventKind BakedInKind(in EnrichedEvent enriched) =>
        SchemaUri.TryParse(
            enriched[EnrichedColumn.EventVendor],
            enriched[EnrichedColumn.EventName],
            enriched[EnrichedColumn.EventVersion],
            out var schema
        )
            ? EventKinds.OfBakedIn(schema)
            : EventKind.Unknown;
}
