using System.Text;

namespace Impressions;

/// <summary>
/// Which event type an event and its action become. The table has defaults; the setting <c>EVENT_TYPES</c> adds to
/// it, changes it or switches parts of it off.
/// </summary>
sealed class EventTypes
{
    /// <summary>What holds where nothing else is set.</summary>
    public static IReadOnlyList<Default> Defaults { get; } =
    [
        new("transaction_item", "Purchase"),
        new("action.view", "View"),
        new("action.detail", "View"),
        new("action.click", "Click"),
        new("action.purchase", "Purchase"),
        new("snowplow_ecommerce_action.product_view", "View"),
        new("snowplow_ecommerce_action.list_view", "View"),
        new("snowplow_ecommerce_action.list_click", "Click"),
        new("snowplow_ecommerce_action.transaction", "Purchase"),
        new("view_item", "View"),
        new("create_order", "Purchase"),
        new("link_click", "Click"),
    ];

    /// <summary>What the table has more with <c>MEDIA_ITEM</c>; <c>resume_event</c> is a play that goes on.</summary>
    public static IReadOnlyList<Default> MediaDefaults { get; } =
    [
        new("play_event", "Play"),
        new("resume_event", "Resume"),
        new("pause_event", "Pause"),
        new("end_event", "Ended"),
        new("percent_progress_event", "TimeWatched"),
        new("ping_event", "TimeWatched"),
    ];

    readonly List<Row> _rows = [];

    readonly bool _hasMedia;

    EventTypes(bool hasMedia)
    {
        _hasMedia = hasMedia;
        foreach (var row in Defaults)
        {
            _ = TrySet(row.Key, row.EventType);
        }

        foreach (var row in hasMedia ? MediaDefaults : [])
        {
            _ = TrySet(row.Key, row.EventType);
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
            types._rows.Add(new Row(EventKind.ExposeElement, [], impressionEventType));
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

        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in types._rows)
        {
            _ = distinct.Add(row.EventType);
        }

        if (distinct.Count > PersonalizeLimits.MaxEventTypes)
        {
            problems.Add(
                $"{distinct.Count} event types, but an interactions dataset takes {PersonalizeLimits.MaxEventTypes}"
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
        var kind = KindOf(name);
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
            _rows.Add(new Row(kind, action, eventType));
        }

        return true;
    }

    static EventKind KindOf(string name) =>
        name switch
        {
            "transaction_item" => EventKind.TransactionItem,
            "action" => EventKind.EnhancedEcommerceAction,
            "snowplow_ecommerce_action" => EventKind.SnowplowEcommerceAction,
            "view_item" => EventKind.ViewItem,
            "create_order" => EventKind.CreateOrder,
            "link_click" => EventKind.LinkClick,
            "play_event" => EventKind.MediaPlay,
            "resume_event" => EventKind.MediaResume,
            "pause_event" => EventKind.MediaPause,
            "end_event" => EventKind.MediaEnd,
            "percent_progress_event" => EventKind.MediaProgress,
            "ping_event" => EventKind.MediaPing,
            _ => EventKind.Unknown,
        };

    /// <param name="Key">Event name, then the action where the event has one.</param>
    public sealed record Default(string Key, string EventType);

    sealed record Row(EventKind Kind, byte[] Action, string EventType);
}
