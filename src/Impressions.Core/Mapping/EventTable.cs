using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// Every kind of event that can be mapped, one row each. A new kind is a new row, and a reader where its items stand at
/// a place that no other event has (<see cref="ItemSource"/>).
/// </summary>
static class EventTable
{
    const string Snowplow = "com.snowplowanalytics.snowplow";

    const string SnowplowMedia = $"{Snowplow}.media";

    /// <summary>Snowplow's older, "hyper-transactional" ecommerce.</summary>
    const string HyperTransactional = "io.snowplow.ecomm";

    static readonly ItemPlace PromotedItems = ItemPlace.EachIn(EntityKind.Promotion, "product_ids");

    public static EventDefinition Play { get; } =
        new(SnowplowMedia, "play_event", ItemPlace.MediaContent, new ActionDefinition("", "Play"));

    /// <summary>Not an event of its own: a <see cref="Play"/> that goes on after a pause (<see cref="Media.IsResumed"/>).</summary>
    public static EventDefinition Resume { get; } =
        new("", "resume_event", ItemPlace.MediaContent, new ActionDefinition("", "Resume"));

    public static IReadOnlyList<EventDefinition> All { get; } =
    [
        new(
            $"{Snowplow}.ecommerce",
            "snowplow_ecommerce_action",
            ItemPlace.Each(EntityKind.Product, "id"),
            new ActionDefinition("product_view", "View"),
            new ActionDefinition("list_view", "View"),
            new ActionDefinition("list_click", "Click") { HasImpression = true, IsOfOneItem = true },
            new ActionDefinition("transaction", "Purchase")
            {
                IsPurchase = true,
                Order = ItemPlace.Each(EntityKind.Transaction, "transaction_id"),
            },
            new ActionDefinition("promo_view", defaultType: null) { Items = PromotedItems },
            new ActionDefinition("promo_click", defaultType: null) { Items = PromotedItems }
        )
        {
            ActionMember = [.. "type"u8],
        },
        new(
            "com.google.analytics.enhanced-ecommerce",
            "action",
            ItemPlace.Each(EntityKind.ProductFieldObject, "id"),
            new ActionDefinition("view", "View"),
            new ActionDefinition("detail", "View"),
            new ActionDefinition("click", "Click") { HasImpression = true },
            new ActionDefinition("purchase", "Purchase")
            {
                IsPurchase = true,
                Order = ItemPlace.Each(EntityKind.ActionFieldObject, "id"),
            },
            new ActionDefinition("promo_click", defaultType: null)
            {
                Obstacle = "its promotions (promoFieldObject) name no products",
            }
        )
        {
            ActionMember = [.. "action"u8],
        },
        new(HyperTransactional, "view_item", ItemPlace.Member("item_id"), new ActionDefinition("", "View")),
        new(
            Snowplow,
            "transaction_item",
            ItemPlace.TransactionColumns,
            new ActionDefinition("", "Purchase") { IsPurchase = true, Order = ItemPlace.TransactionColumns }
        )
        {
            IsBakedIn = true,
        },
        new(
            HyperTransactional,
            "create_order",
            ItemPlace.EachIn(EntityKind.Cart, "items_in_cart", "item_id"),
            new ActionDefinition("", "Purchase") { IsPurchase = true, Order = ItemPlace.Member("order_id") }
        ),
        new(
            Snowplow,
            "link_click",
            ItemPlace.ClickedLink,
            new ActionDefinition("", "Click") { HasImpression = true }
        ),
        // Only with EVENT_TYPES.
        new(
            Snowplow,
            "button_click",
            ItemPlace.ClickedElement,
            new ActionDefinition("", defaultType: null) { HasImpression = true }
        ),
        new(
            HyperTransactional,
            "click_item",
            ItemPlace.Member("item_id"),
            new ActionDefinition("", defaultType: null) { HasImpression = true }
        ),
        // Only with IMPRESSION_EVENT_TYPE, which names its type, or with an IMPRESSION_STORE.
        new(
            Snowplow,
            "expose_element",
            ItemPlace.ShownItems,
            new ActionDefinition("", defaultType: null) { HasImpression = true }
        ),
        // Only with MEDIA_ITEM.
        Play,
        Resume,
        new(SnowplowMedia, "pause_event", ItemPlace.MediaContent, new ActionDefinition("", "Pause")),
        new(SnowplowMedia, "end_event", ItemPlace.MediaContent, new ActionDefinition("", "Ended")),
        new(
            SnowplowMedia,
            "percent_progress_event",
            ItemPlace.MediaContent,
            new ActionDefinition("", "TimeWatched")
        )
        {
            Step = WatchedStep.Percent,
        },
        new(SnowplowMedia, "ping_event", ItemPlace.MediaContent, new ActionDefinition("", "TimeWatched"))
        {
            Step = WatchedStep.Seconds,
        },
    ];

    /// <summary>The default of <c>EVENT_SELECTION_REGEX</c>.</summary>
    public static string SelectionPattern { get; } =
        $"^({string.Join('|', All.Where(row => row.IsMappedByDefault).Select(row => row.Name))})$";

    /// <summary>By vendor, name and model, since every vendor may call an event <c>action</c>. Null for any other event.</summary>
    /// <param name="isBakedIn">Whether the schema is the columns', not that of the event's JSON.</param>
    public static EventDefinition? Find(in SchemaUri schema, bool isBakedIn)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].IsBakedIn == isBakedIn && All[i].Is(schema))
            {
                return All[i];
            }
        }

        return null;
    }
}
