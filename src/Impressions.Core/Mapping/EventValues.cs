using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// What the items of a purchase are worth. An item that stands in a purchase several times is one interaction: its
/// quantities and revenues are added up, its first price counts. One serves event after event.
/// </summary>
sealed class EventValues(EventValue wanted)
{
    readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the values of a purchase; of any other event there are none.</summary>
    public void Read(EventContent content, in EnrichedEvent enriched, EntityIndex entities)
    {
        _values.Clear();
        if (wanted == EventValue.Off || !content.IsPurchase)
        {
            return;
        }

        var place = content.Items;
        if (place.Source == ItemSource.TransactionColumns)
        {
            Add(
                Encoding.UTF8.GetString(enriched[EnrichedColumn.TransactionItemSku]),
                Number(enriched[EnrichedColumn.TransactionItemPrice]),
                Number(enriched[EnrichedColumn.TransactionItemQuantity])
            );
            return;
        }

        foreach (var item in Products.Of(place, enriched, entities))
        {
            Add(
                item.Member(place.IdMember).Id,
                item.Member("price"u8).Number,
                item.Member("quantity"u8).Number
            );
        }
    }

    /// <summary>Null when the event does not say, or says more than a 32-bit float holds.</summary>
    public float? Of(string itemId) =>
        _values.TryGetValue(itemId, out var value) && float.IsFinite((float)value) ? (float)value : null;

    void Add(string itemId, double? price, double? quantity)
    {
        var value = wanted switch
        {
            EventValue.Price => price,
            EventValue.Quantity => quantity,
            _ => price * (quantity ?? 1),
        };
        if (value is not { } known)
        {
            return;
        }

        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, itemId, out var isRepeated);
        sum = isRepeated && wanted == EventValue.Price ? sum : sum + known;
    }

    static double? Number(ReadOnlySpan<byte> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
