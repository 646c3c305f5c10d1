namespace Impressions;

/// <summary>Item ids in order, each once, none that Personalize could not take. One list serves event after event.</summary>
sealed class ItemList
{
    readonly List<string> _items = [];
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public int Count => _items.Count;

    public IReadOnlyList<string> Items => _items;

    public void Clear()
    {
        _items.Clear();
        _seen.Clear();
    }

    public void Add(string itemId, InvocationReport report)
    {
        if (itemId.Length == 0 || !CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, itemId))
        {
            report.Count(Anomaly.ItemDropped);
        }
        else if (_seen.Add(itemId))
        {
            _items.Add(itemId);
        }
    }

    public bool Contains(string itemId) => _seen.Contains(itemId);
}
