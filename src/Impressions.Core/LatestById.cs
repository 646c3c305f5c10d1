using System.Diagnostics.CodeAnalysis;

namespace Impressions.Core;

/// <summary>
/// The last values by id, in bounded memory: it forgets the older half at once when it is full. Not for concurrent use.
/// </summary>
/// <param name="capacity">Ids of one half; the other half holds as many older ones.</param>
sealed class LatestById<TValue>(int capacity)
{
    Dictionary<string, TValue> _latest = new(StringComparer.Ordinal);
    Dictionary<string, TValue> _older = new(StringComparer.Ordinal);

    public int Count => _latest.Count + _older.Count;

    public void Add(string id, TValue value)
    {
        if (_latest.Count == capacity && !_latest.ContainsKey(id))
        {
            (_latest, _older) = (_older, _latest);
            _latest.Clear();
        }

        _latest[id] = value;
    }

    public void RemoveAll(Func<TValue, bool> predicate)
    {
        foreach (var values in (ReadOnlySpan<Dictionary<string, TValue>>)[_latest, _older])
        {
            foreach (var (id, value) in values)
            {
                if (predicate(value))
                {
                    _ = values.Remove(id); // allowed while enumerating
                }
            }
        }
    }

    public bool TryGet(string id, [MaybeNullWhen(false)] out TValue value) =>
        _latest.TryGetValue(id, out value) || _older.TryGetValue(id, out value);
}
