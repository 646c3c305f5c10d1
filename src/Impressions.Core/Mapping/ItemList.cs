using Impressions.Core.Json;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>Item ids in order, each once, none that identifies nothing or that Personalize would refuse. One list serves event after event.</summary>
sealed class ItemList(RepeatedTexts texts)
{
    /// <summary>
    /// Most items taken (items). An event with so many makes 100 calls, one after the other; a shop's largest orders
    /// and lists stay far below.
    /// </summary>
    public const int MaxItems = 1_000;

    readonly List<string> _items = [];
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public int Count => _items.Count;

    public IReadOnlyList<string> Items => _items;

    /// <summary>True when there were more; the first ones are here.</summary>
    public bool HasMore { get; private set; }

    public void Clear()
    {
        HasMore = false;
        _items.Clear();
        _seen.Clear();
    }

    /// <param name="id">See <see cref="JsonValue.Id"/>.</param>
    public void Add(JsonValue id, List<Anomaly> anomalies) => Add(texts.IdOf(id), anomalies);

    public void Add(string itemId, List<Anomaly> anomalies)
    {
        if (!IsUsable(itemId))
        {
            anomalies.Add(Anomaly.ItemDropped);
        }
        else if (Count == MaxItems)
        {
            HasMore |= !_seen.Contains(itemId);
        }
        else if (_seen.Add(itemId))
        {
            _items.Add(itemId);
        }
    }

    /// <summary>An id that identifies an item, and that Personalize accepts.</summary>
    public static bool IsUsable(string itemId) =>
        !Placeholders.IsPlaceholder(itemId) && CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, itemId);

    public bool Contains(string itemId) => _seen.Contains(itemId);

    /// <summary>The item with this id; null when it is not in the list.</summary>
    public string? Find(ReadOnlySpan<char> itemId) =>
        _seen.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(itemId, out var item) ? item : null;
}
