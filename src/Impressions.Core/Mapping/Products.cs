using System.Text;

namespace Impressions;

/// <summary>Finds the items of an event that names them itself, in its columns, its JSON or its entities.</summary>
static class Products
{
    /// <param name="data">The event's own JSON; absent for a baked-in event.</param>
    public static void Read(
        EventKind kind,
        in EnrichedEvent enriched,
        JsonValue data,
        EntityIndex entities,
        ItemList items,
        InvocationReport report
    )
    {
        switch (kind)
        {
            case EventKind.TransactionItem:
                items.Add(Encoding.UTF8.GetString(enriched[EnrichedColumn.TransactionItemSku]), report);
                break;
            case EventKind.ViewItem:
                items.Add(data.Member("item_id"u8), report);
                break;
            case EventKind.EnhancedEcommerceAction:
                foreach (var product in entities.Of(EntityKind.ProductFieldObject, enriched))
                {
                    items.Add(product.Member("id"u8), report);
                }

                break;
            case EventKind.SnowplowEcommerceAction:
                foreach (var product in entities.Of(EntityKind.Product, enriched))
                {
                    items.Add(product.Member("id"u8), report);
                }

                break;
            case EventKind.CreateOrder:
                foreach (var cart in entities.Of(EntityKind.Cart, enriched))
                {
                    foreach (var item in cart.Member("items_in_cart"u8).Items)
                    {
                        items.Add(item.Member("item_id"u8), report);
                    }
                }

                break;
            default:
                break; // a clicked link names its item elsewhere: ClickedItem
        }
    }
}
