using System.Text;
using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>Finds the items of an event that names them itself, in its columns, its JSON or its entities.</summary>
static class Products
{
    public static void Read(
        in EventContent content,
        in EnrichedEvent enriched,
        EntityIndex entities,
        ItemList items,
        List<Anomaly> anomalies
    )
    {
        var place = content.Items;
        switch (place.Source)
        {
            case ItemSource.TransactionColumns:
                items.Add(Encoding.UTF8.GetString(enriched[EnrichedColumn.TransactionItemSku]), anomalies);
                break;
            case ItemSource.OwnMember:
                items.Add(content.Data.Member(place.IdMember), anomalies);
                break;
            default:
                foreach (var item in Of(place, enriched, entities))
                {
                    items.Add(place.IdMember.Length == 0 ? item : item.Member(place.IdMember), anomalies);
                }

                break;
        }
    }

    /// <summary>The id of the event's order; null when it has none.</summary>
    public static string? OrderId(
        in EventContent content,
        in EnrichedEvent enriched,
        EntityIndex entities,
        RepeatedTexts texts
    )
    {
        var id = content.Order switch
        {
            null => "",
            { Source: ItemSource.TransactionColumns } => texts.Of(
                enriched[EnrichedColumn.TransactionItemOrderId]
            ),
            { Source: ItemSource.OwnMember } place => texts.IdOf(content.Data.Member(place.IdMember)),
            var place => texts.IdOf(entities.First(place.Entity, enriched).Member(place.IdMember)),
        };
        return Placeholders.IsPlaceholder(id) ? null : id;
    }

    /// <summary>The JSON of each item that stands in entities, in the order of the event.</summary>
    public static Enumerator Of(ItemPlace place, in EnrichedEvent enriched, EntityIndex entities) =>
        new(place, entities.Of(place.Entity, enriched));

    public ref struct Enumerator(ItemPlace place, EntityIndex.Enumerator entities)
    {
        EntityIndex.Enumerator _entities = entities;
        JsonItems _list;

        public JsonValue Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (!_list.MoveNext())
            {
                if (!_entities.MoveNext())
                {
                    return false;
                }

                if (place.ListMember.Length == 0)
                {
                    Current = _entities.Current;
                    return true;
                }

                _list = _entities.Current.Member(place.ListMember).Items;
            }

            Current = _list.Current;
            return true;
        }
    }
}
