using System.Diagnostics.CodeAnalysis;

namespace Impressions.Cli.Report;

/// <summary>Values by key in bounded memory: those not asked for longest are forgotten, many at once, when it is full.</summary>
/// <param name="capacity">Keys of one half; the other half holds as many older ones.</param>
/// <param name="forget">Gets each value that is forgotten.</param>
sealed class ForgettingMap<TKey, TValue>(int capacity, Action<TKey, TValue>? forget = null)
    where TKey : notnull
{
    Dictionary<TKey, TValue> _latest = [];
    Dictionary<TKey, TValue> _older = [];

    /// <summary>Keys forgotten so far.</summary>
    public long Forgotten { get; private set; }

    /// <summary>All that is remembered.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> All => _older.Concat(_latest);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_latest.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_older.Remove(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _ = _older.Remove(key);
        if (_latest.Count == capacity && !_latest.ContainsKey(key))
        {
            foreach (var (old, forgotten) in _older)
            {
                forget?.Invoke(old, forgotten);
            }

            Forgotten += _older.Count;
            (_latest, _older) = (_older, _latest);
            _latest.Clear();
        }

        _latest[key] = value;
    }
}
