using System.Text;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>
/// Which event type an event and its action become: the defaults of <see cref="EventTable"/>, changed by the setting
/// <c>EVENT_TYPES</c>.
/// </summary>
sealed class EventTypes
{
    readonly List<Row> _rows = [];

    readonly bool _hasMedia;

    EventTypes(bool hasMedia)
    {
        _hasMedia = hasMedia;
        foreach (var definition in EventTable.All)
        {
            foreach (var action in definition.Actions)
            {
                if (action.DefaultType is { } eventType && (hasMedia || !definition.IsMedia))
                {
                    _rows.Add(new Row(definition, action.NameUtf8, eventType));
                }
            }
        }
    }

    /// <param name="action">Empty for an event that is its own action.</param>
    /// <returns>Null when this event means nothing to Personalize.</returns>
    public string? Find(EventDefinition definition, ReadOnlySpan<byte> action)
    {
        foreach (var row in _rows)
        {
            if (row.Definition == definition && action.SequenceEqual(row.Action))
            {
                return row.EventType;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the event may have an event type; which one, a play that may go on after a pause says by its entities.
    /// </summary>
    public bool HasAny(in EventContent content) =>
        content.Definition is { } definition
        && (
            Find(definition, content.Action) is not null
            || (definition == EventTable.Play && Find(EventTable.Resume, content.Action) is not null)
        );

    /// <summary>The event types themselves, each once.</summary>
    public IEnumerable<string> Names => _rows.Select(row => row.EventType).Distinct(StringComparer.Ordinal);

    /// <summary>The events that have an event type.</summary>
    public IEnumerable<EventDefinition> Events => _rows.Select(row => row.Definition).Distinct();

    /// <param name="changes">For example <c>snowplow_ecommerce_action.add_to_cart=AddToCart,link_click=</c>.</param>
    /// <param name="problems">Gets one sentence for each mistake.</param>
    /// <param name="impressionEventType">What a recommendation that came into view becomes; empty for nothing.</param>
    /// <param name="hasMedia">Whether media events are mapped.</param>
    public static EventTypes Read(
        string changes,
        ICollection<string> problems,
        string impressionEventType = "",
        bool hasMedia = false
    )
    {
        var types = new EventTypes(hasMedia);
        if (impressionEventType.Length > 0)
        {
            var exposed = EventTable.All.Single(row => row.Items.Source == ItemSource.ShownItems);
            types._rows.Add(new Row(exposed, [], impressionEventType));
        }

        foreach (var change in Setting.Parts(changes))
        {
            types.Change(change, problems);
        }

        var distinct = types._rows.Select(row => row.EventType).Distinct(StringComparer.Ordinal).Count();
        if (distinct > PersonalizeLimits.MaxEventTypes)
        {
            problems.Add(
                $"expected {PersonalizeLimits.MaxEventTypes} event types at most, which is what an interactions "
                    + $"dataset takes, got {distinct}"
            );
        }

        return types;
    }

    /// <summary>Whether Personalize accepts it, and CloudWatch as the end of a metric's name.</summary>
    public static bool IsEventType(string text) =>
        MetricNames.InteractionsPrefix.Length + text.Length <= MetricNames.MaxLength
        && text.All(character => character is >= ' ' and <= '~');

    void Change(string change, ICollection<string> problems)
    {
        var parts = change.Split('=', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !IsEventType(parts[1]))
        {
            problems.Add(Settings.EventTypes.Refusal(change));
            return;
        }

        var dot = parts[0].IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? parts[0] : parts[0][..dot];
        var action = Encoding.UTF8.GetBytes(dot < 0 ? "" : parts[0][(dot + 1)..]);
        var definition = EventTable.All.FirstOrDefault(row => row.Name == name && CanBeMapped(row));
        if (definition is null || definition.ActionMember.Length == 0 != (action.Length == 0))
        {
            problems.Add(
                $"expected an event of {string.Join(", ", EventTable.All.Where(CanBeMapped).Select(Place))}, "
                    + $"got {Setting.Quoted(parts[0])}"
            );
            return;
        }

        if (parts[1].Length > 0 && definition.Action(action)?.Obstacle is { } obstacle)
        {
            problems.Add($"expected an event with items, got {Setting.Quoted(parts[0])}: {obstacle}");
            return;
        }

        _ = _rows.RemoveAll(row => row.Definition == definition && row.Action.AsSpan().SequenceEqual(action));
        if (parts[1].Length > 0)
        {
            _rows.Add(new Row(definition, action, parts[1]));
        }
    }

    /// <summary>A recommendation that came into view has a setting of its own.</summary>
    bool CanBeMapped(EventDefinition definition) =>
        definition.Items.Source != ItemSource.ShownItems && (_hasMedia || !definition.IsMedia);

    static string Place(EventDefinition definition) =>
        definition.ActionMember.Length == 0 ? definition.Name : $"{definition.Name}.ACTION";

    sealed record Row(EventDefinition Definition, byte[] Action, string EventType);
}
