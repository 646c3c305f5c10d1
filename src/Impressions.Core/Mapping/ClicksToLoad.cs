namespace Impressions.Core.Mapping;

/// <summary>The rows of <see cref="SharedClicks"/> that an invocation's events may need.</summary>
sealed class ClicksToLoad
{
    /// <summary>In an invocation; what needs more goes out without.</summary>
    public const int MaxKeys = 4_096;

    readonly Dictionary<string, ClickPlace> _places = new(StringComparer.Ordinal);

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, ClickPlace> Places => _places;

    /// <summary>Beyond the most.</summary>
    public int LeftOut { get; private set; }

    public void Add(string who, string itemId) => AddPlace(SharedClicks.KeyOf(who, itemId), new(who, itemId));

    public void AddSession(string sessionId) =>
        AddPlace(SharedClicks.KeyOfSession(sessionId), new(sessionId, ItemId: null));

    void AddPlace(string key, ClickPlace place)
    {
        if (_places.Count < MaxKeys)
        {
            _places[key] = place;
        }
        else if (!_places.ContainsKey(key))
        {
            LeftOut++;
        }
    }
}

/// <param name="Who">Clicked; or a session.</param>
/// <param name="ItemId">Null for all of the session.</param>
readonly record struct ClickPlace(string Who, string? ItemId);
