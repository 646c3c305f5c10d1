namespace Impressions;

/// <summary>Item ids in order, each once, none that Personalize could not take. One list serves event after event.</summary>
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
        if (itemId.Length == 0 || !CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, itemId))
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

    public bool Contains(string itemId) => _seen.Contains(itemId);
}
