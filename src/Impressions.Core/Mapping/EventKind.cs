namespace Impressions;

/// <summary>The events that a mapping exists for.</summary>
enum EventKind : byte
{
    /// <summary>Any other event.</summary>
    Unknown = 0,
    TransactionItem,
    EnhancedEcommerceAction,
    SnowplowEcommerceAction,
    ViewItem,
    CreateOrder,
    LinkClick,

    /// <summary>An element came into view.</summary>
    ExposeElement,

    /// <summary>Snowplow media, this one and the next.</summary>
    MediaPlay,

    /// <summary>No event of its own: a play that goes on.</summary>
    MediaResume,
    MediaPause,
    MediaEnd,

    /// <summary>Play came past a share of the content that the page's tracker reports.</summary>
    MediaProgress,

    /// <summary>Play goes on.</summary>
    MediaPing,
}

static class EventKinds
{
    /// <summary>By vendor, name and model: a name alone is anybody's (every vendor may call an event <c>action</c>).</summary>
    public static EventKind OfSelfDescribing(in SchemaUri schema)
    {
        if (schema.Is("com.snowplowanalytics.snowplow"u8, "link_click"u8))
        {
            return EventKind.LinkClick;
        }

        if (schema.Is("com.snowplowanalytics.snowplow"u8, "expose_element"u8))
        {
            return EventKind.ExposeElement;
        }

        if (schema.Is("com.snowplowanalytics.snowplow.ecommerce"u8, "snowplow_ecommerce_action"u8))
        {
            return EventKind.SnowplowEcommerceAction;
        }

        if (schema.Is("com.google.analytics.enhanced-ecommerce"u8, "action"u8))
        {
            return EventKind.EnhancedEcommerceAction;
        }

        if (schema.Is("io.snowplow.ecomm"u8, "view_item"u8))
        {
            return EventKind.ViewItem;
        }

        return schema.Is("io.snowplow.ecomm"u8, "create_order"u8) ? EventKind.CreateOrder : OfMedia(schema);
    }

    static EventKind OfMedia(in SchemaUri schema) =>
        schema.Vendor.SequenceEqual("com.snowplowanalytics.snowplow.media"u8) && schema.Model == 1
            ? schema.Name switch
            {
                _ when schema.Name.SequenceEqual("play_event"u8) => EventKind.MediaPlay,
                _ when schema.Name.SequenceEqual("pause_event"u8) => EventKind.MediaPause,
                _ when schema.Name.SequenceEqual("end_event"u8) => EventKind.MediaEnd,
                _ when schema.Name.SequenceEqual("percent_progress_event"u8) => EventKind.MediaProgress,
                _ when schema.Name.SequenceEqual("ping_event"u8) => EventKind.MediaPing,
                _ => EventKind.Unknown,
            }
            : EventKind.Unknown;

    public static bool IsMedia(this EventKind kind) =>
        kind is >= EventKind.MediaPlay and <= EventKind.MediaPing;

    /// <summary>An event whose content stands in columns, not in JSON.</summary>
    public static EventKind OfBakedIn(in SchemaUri schema) =>
        schema.Is("com.snowplowanalytics.snowplow"u8, "transaction_item"u8)
            ? EventKind.TransactionItem
            : EventKind.Unknown;

    /// <summary>The member of the event's JSON that says which action it is; empty where the event is its own action.</summary>
    public static ReadOnlySpan<byte> ActionMember(this EventKind kind) =>
        kind switch
        {
            EventKind.EnhancedEcommerceAction => "action"u8,
            EventKind.SnowplowEcommerceAction => "type"u8,
            _ => default,
        };

    /// <summary>
    /// True when the user clicked something, or saw it come into view, so that what was shown beside it makes an
    /// impression.
    /// </summary>
    public static bool HasImpression(this EventKind kind, ReadOnlySpan<byte> action) =>
        kind switch
        {
            EventKind.LinkClick or EventKind.ExposeElement => true,
            EventKind.EnhancedEcommerceAction => action.SequenceEqual("click"u8),
            EventKind.SnowplowEcommerceAction => action.SequenceEqual("list_click"u8),
            _ => false,
        };

    /// <summary>True when its items were bought, so that they have a price and a quantity.</summary>
    public static bool IsPurchase(this EventKind kind, ReadOnlySpan<byte> action) =>
        kind switch
        {
            EventKind.TransactionItem or EventKind.CreateOrder => true,
            EventKind.EnhancedEcommerceAction => action.SequenceEqual("purchase"u8),
            EventKind.SnowplowEcommerceAction => action.SequenceEqual("transaction"u8),
            _ => false,
        };
}
