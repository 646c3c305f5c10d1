using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>What must be read to find the items of an event.</summary>
enum ItemSource : byte
{
    /// <summary>The columns of a transaction's item (<c>ti_sku</c>, <c>ti_orderid</c>, <c>ti_price</c>, <c>ti_quantity</c>).</summary>
    TransactionColumns,

    /// <summary>A member of the event's own JSON.</summary>
    OwnMember,

    /// <summary>The entities of a kind, each an item or a list of items.</summary>
    Entities,

    /// <summary>The elements around a clicked link, or its URL (<see cref="ClickedItem"/>).</summary>
    ClickedLink,

    /// <summary>The elements around whatever else was clicked.</summary>
    ClickedElement,

    /// <summary>Every item that a recommendation showed (<see cref="Recommendation.Shown"/>).</summary>
    ShownItems,

    /// <summary>The content that is played (<c>MEDIA_ITEM</c>).</summary>
    MediaContent,
}

/// <summary>Where the items of an event, or the id of its order, stand.</summary>
sealed class ItemPlace
{
    ItemPlace(
        ItemSource source,
        string idMember = "",
        EntityKind entity = EntityKind.Unknown,
        string list = ""
    ) =>
        (Source, IdMember, Entity, ListMember) = (
            source,
            Encoding.UTF8.GetBytes(idMember),
            entity,
            Encoding.UTF8.GetBytes(list)
        );

    public static ItemPlace TransactionColumns { get; } = new(ItemSource.TransactionColumns);

    public static ItemPlace ClickedLink { get; } = new(ItemSource.ClickedLink);

    public static ItemPlace ClickedElement { get; } = new(ItemSource.ClickedElement);

    public static ItemPlace ShownItems { get; } = new(ItemSource.ShownItems);

    public static ItemPlace MediaContent { get; } = new(ItemSource.MediaContent);

    public ItemSource Source { get; }

    /// <summary>The kind of the entities; unknown for other sources.</summary>
    public EntityKind Entity { get; }

    /// <summary>The member of an entity that lists items (UTF-8); empty where the entity itself is the item.</summary>
    public byte[] ListMember { get; }

    /// <summary>The member of an item, or of the event, that is the item's id (UTF-8); empty where a list holds ids alone.</summary>
    public byte[] IdMember { get; }

    /// <summary>A member of the event's own JSON.</summary>
    public static ItemPlace Member(string id) => new(ItemSource.OwnMember, id);

    /// <summary>Each entity of the kind is an item.</summary>
    public static ItemPlace Each(EntityKind entity, string id) => new(ItemSource.Entities, id, entity);

    /// <summary>Each entity of the kind lists items, or ids alone, in a member.</summary>
    public static ItemPlace EachIn(EntityKind entity, string list, string id = "") =>
        new(ItemSource.Entities, id, entity, list);
}
