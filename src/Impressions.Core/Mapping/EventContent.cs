using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>What an event says of itself: what kind of event it is, its action and its own JSON.</summary>
readonly ref struct EventContent
{
    readonly ActionDefinition? _knownAction;

    EventContent(EventDefinition? definition, JsonValue data)
    {
        Definition = definition;
        Data = data;
        Action = definition?.ActionMember is { Length: > 0 } member ? data.Member(member).Utf8 : default;
        _knownAction = definition?.Action(Action);
    }

    /// <summary>Null for an event that no mapping exists for.</summary>
    public EventDefinition? Definition { get; }

    /// <summary>Absent for a baked-in event.</summary>
    public JsonValue Data { get; }

    /// <summary>Such as <c>list_click</c>; empty for an event that is its own action.</summary>
    public ReadOnlySpan<byte> Action { get; }

    /// <summary>Where its items stand.</summary>
    public ItemPlace Items => _knownAction?.Items ?? Definition!.Items;

    /// <inheritdoc cref="ActionDefinition.IsOfOneItem"/>
    public bool IsOfOneItem => _knownAction?.IsOfOneItem == true;

    /// <inheritdoc cref="ActionDefinition.Order"/>
    public ItemPlace? Order => _knownAction?.Order;

    /// <inheritdoc cref="ActionDefinition.IsPurchase"/>
    public bool IsPurchase => _knownAction?.IsPurchase == true;

    /// <inheritdoc cref="ActionDefinition.HasImpression"/>
    public bool HasImpression => _knownAction?.HasImpression == true;

    /// <summary>False when the self-describing event's column is not JSON.</summary>
    /// <param name="tape">Holds the JSON for as long as the content is used.</param>
    public static bool TryRead(in EnrichedEvent enriched, JsonTape tape, out EventContent content)
    {
        content = default;
        var column = enriched[EnrichedColumn.UnstructEvent];
        if (column.IsEmpty)
        {
            content = new EventContent(OfColumns(enriched), data: default);
            return true;
        }

        if (!tape.TryRead(column, out var json))
        {
            return false;
        }

        var described = SelfDescribing.Read(SelfDescribing.Read(json).Data);
        content = SchemaUri.TryParse(described.Schema.Utf8, out var schema)
            ? new EventContent(EventTable.Find(schema, isBakedIn: false), described.Data)
            : default;
        return true;
    }

    static EventDefinition? OfColumns(in EnrichedEvent enriched) =>
        SchemaUri.TryParse(
            enriched[EnrichedColumn.EventVendor],
            enriched[EnrichedColumn.EventName],
            enriched[EnrichedColumn.EventVersion],
            out var schema
        )
            ? EventTable.Find(schema, isBakedIn: true)
            : null;
}
