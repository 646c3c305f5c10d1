using System.Text;

namespace Impressions;

/// <summary>
/// Which event type an event and its action become. The table has defaults; the setting <c>EVENT_TYPES</c> adds to
/// it, changes it or switches parts of it off.
/// </summary>
sealed class EventTypes
{
    /// <summary>Event name, then the action where the event has one; what it becomes.</summary>
    public static IReadOnlyList<(string Key, string EventType)> Defaults { get; } =
    [
        ("transaction_item", "Purchase"),
        ("action.view", "View"),
        ("action.detail", "View"),
        ("action.click", "Click"),
        ("action.purchase", "Purchase"),
        ("snowplow_ecommerce_action.product_view", "View"),
        ("snowplow_ecommerce_action.list_view", "View"),
        ("snowplow_ecommerce_action.list_click", "Click"),
        ("snowplow_ecommerce_action.transaction", "Purchase"),
        ("view_item", "View"),
        ("create_order", "Purchase"),
        ("link_click", "Click"),
    ];

    static readonly (EventKind Kind, string Name)[] Names =
    [
        (EventKind.TransactionItem, "transaction_item"),
        (EventKind.EnhancedEcommerceAction, "action"),
        (EventKind.SnowplowEcommerceAction, "snowplow_ecommerce_action"),
        (EventKind.ViewItem, "view_item"),
        (EventKind.CreateOrder, "create_order"),
        (EventKind.LinkClick, "link_click"),
    ];

    readonly List<(EventKind Kind, byte[] Action, string EventType)> _rows = [];

    EventTypes()
    {
        foreach (var (key, eventType) in Defaults)
        {
            _ = TrySet(key, eventType);
        }
    }

    /// <param name="kind">Any but <see cref="EventKind.Unknown"/>.</param>
    /// <param name="action">Empty for an event that is its own action.</param>
    /// <returns>Null when this event means nothing to Personalize.</returns>
    public string? Find(EventKind kind, ReadOnlySpan<byte> action)
    {
        foreach (var row in _rows)
        {
            if (row.Kind == kind && action.SequenceEqual(row.Action))
            {
                return row.EventType;
            }
        }

        return null;
    }

    /// <param name="changes">For example <c>snowplow_ecommerce_action.add_to_cart=AddToCart,link_click=</c>.</param>
    /// <param name="problems">Gets one sentence for each mistake.</param>
    /// <param name="impressionEventType">What a recommendation that came into view becomes; empty for nothing.</param>
    public static EventTypes Read(
        string changes,
        ICollection<string> problems,
        string impressionEventType = ""
    )
    {
        var types = new EventTypes();
        if (impressionEventType.Length > 0)
        {
            types._rows.Add((EventKind.ExposeElement, [], impressionEventType));
        }

        foreach (
            var change in changes.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var parts = change.Split('=', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !IsEventType(parts[1]))
            {
                problems.Add(Settings.EventTypes.Want);
            }
            else if (!types.TrySet(parts[0], parts[1]))
            {
                problems.Add(
                    "the event is one of action.ACTION, snowplow_ecommerce_action.ACTION, "
                        + "transaction_item, view_item, create_order, link_click"
                );
            }
        }

        var distinct = types._rows.Select(row => row.EventType).Distinct(StringComparer.Ordinal).Count();
        if (distinct > PersonalizeLimits.MaxEventTypes)
        {
            problems.Add(
                $"{distinct} event types, but an interactions dataset takes {PersonalizeLimits.MaxEventTypes}"
            );
        }

        return types;
    }

    public static bool IsEventType(string text) =>
        CodePoints.Count(text) <= PersonalizeLimits.MaxIdLength && !text.Any(char.IsControl);

    bool TrySet(string key, string eventType)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? key : key[..dot];
        var action = Encoding.UTF8.GetBytes(dot < 0 ? "" : key[(dot + 1)..]);
        var (kind, _) = Array.Find(Names, entry => entry.Name == name);
        if (kind == EventKind.Unknown || kind.ActionMember().IsEmpty != (action.Length == 0))
        {
            return false;
        }

        _ = _rows.RemoveAll(row => row.Kind == kind && row.Action.AsSpan().SequenceEqual(action));
        if (eventType.Length > 0)
        {
            _rows.Add((kind, action, eventType));
        }

        return true;
    }
}
