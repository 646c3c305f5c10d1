using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>
/// What recommendations showed, learned from the events that report that they came into view, for later clicks that name the
/// recommendation alone. In bounded memory; not for concurrent use.
/// </summary>
/// <param name="isShared">Whether what is new is to be saved to a table.</param>
/// <param name="capacity">Recommendations, and clicks, of one half of its memory; the other half holds as many older ones.</param>
sealed class ShownItems(bool isShared = false, int capacity = ShownItems.DefaultCapacity)
{
    /// <summary>Both halves together take about 10 MB for lists of ten ids of 14 characters.</summary>
    public const int DefaultCapacity = 4_096;

    readonly LatestById<IReadOnlyList<string>> _known = new(capacity);

    /// <summary>
    /// By event id what was found for it, so that a redelivered click is mapped as before, whatever has come into view since.
    /// Null for nothing.
    /// </summary>
    readonly LatestById<IReadOnlyList<string>?> _found = new(capacity);

    readonly Dictionary<string, IReadOnlyList<string>> _news = new(StringComparer.Ordinal);

    /// <summary>What is not saved yet: by recommendation id all of its items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> News => _news;

    /// <summary>It is in the table.</summary>
    public void Saved(string recommendationId) => _ = _news.Remove(recommendationId);

    /// <summary>Null when it is not known.</summary>
    public IReadOnlyList<string>? Of(string recommendationId) =>
        _known.TryGet(recommendationId, out var items) ? items : null;

    /// <param name="eventId">Of an event that does not say what was shown.</param>
    /// <returns>What the recommendation had shown when the event came for the first time; null when that was not known.</returns>
    public IReadOnlyList<string>? Find(string eventId, string recommendationId)
    {
        if (!_found.TryGet(eventId, out var items))
        {
            items = Of(recommendationId);
            _found.Add(eventId, items);
        }

        return items;
    }

    /// <summary>
    /// Items came into view. A widget that loads in parts reports them in parts: new ones are added behind the others, up to
    /// as many as an impression takes.
    /// </summary>
    public void Learn(string recommendationId, IReadOnlyList<string> items)
    {
        if (!CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, recommendationId))
        {
            return; // not an id of Personalize's
        }

        var known = Of(recommendationId) ?? [];
        var all = known
            .Union(items, StringComparer.Ordinal)
            .Take(PersonalizeLimits.MaxImpressionItems)
            .ToArray();
        if (all.Length > known.Count)
        {
            _known.Add(recommendationId, all);
            if (isShared && _news.Count < capacity)
            {
                _news[recommendationId] = all;
            }
        }
    }

    /// <summary>From the table.</summary>
    public void Load(string recommendationId, IReadOnlyList<string> items) =>
        _known.Add(recommendationId, items);
}
