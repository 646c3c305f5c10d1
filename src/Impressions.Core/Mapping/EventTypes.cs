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

    /// <summary>What the table has more with <c>MEDIA_ITEM</c>; <c>resume_event</c> is a play that goes on.</summary>
    public static IReadOnlyList<(string Key, string EventType)> MediaDefaults { get; } =
    [
        ("play_event", "Play"),
        ("resume_event", "Resume"),
        ("pause_event", "Pause"),
        ("end_event", "Ended"),
        ("percent_progress_event", "TimeWatched"),
        ("ping_event", "TimeWatched"),
    ];

    static readonly (EventKind Kind, string Name)[] Names =
    [
        (EventKind.TransactionItem, "transaction_item"),
        (EventKind.EnhancedEcommerceAction, "action"),
        (EventKind.SnowplowEcommerceAction, "snowplow_ecommerce_action"),
        (EventKind.ViewItem, "view_item"),
        (EventKind.CreateOrder, "create_order"),
        (EventKind.LinkClick, "link_click"),
        (EventKind.MediaPlay, "play_event"),
        (EventKind.MediaResume, "resume_event"),
        (EventKind.MediaPause, "pause_event"),
        (EventKind.MediaEnd, "end_event"),
        (EventKind.MediaProgress, "percent_progress_event"),
        (EventKind.MediaPing, "ping_event"),
    ];

    readonly List<(EventKind Kind, byte[] Action, string EventType)> _rows = [];

    readonly bool _hasMedia;

    EventTypes(bool hasMedia)
    {
        _hasMedia = hasMedia;
        foreach (var (key, eventType) in hasMedia ? [.. Defaults, .. MediaDefaults] : Defaults)
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

    /// <summary>Whether there is a row at all; which one, a play that may go on from a pause tells by its entities.</summary>
    public bool HasAny(EventKind kind, ReadOnlySpan<byte> action) =>
        Find(kind, action) is not null
        || (kind == EventKind.MediaPlay && Find(EventKind.MediaResume, action) is not null);

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
                        + "transaction_item, view_item, create_order, link_click; with MEDIA_ITEM also play_event, "
                        + "resume_event, pause_event, end_event, percent_progress_event, ping_event"
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
        if (
            kind == EventKind.Unknown
            || (kind.IsMedia() && !_hasMedia)
            || kind.ActionMember().IsEmpty != (action.Length == 0)
        )
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
