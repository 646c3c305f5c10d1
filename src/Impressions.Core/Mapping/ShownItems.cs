namespace Impressions;

/// <summary>
/// What recommendations showed, as the events tell that say they came into view: a later click names the recommendation
/// alone. In bounded memory; not for concurrent use.
/// </summary>
/// <param name="isShared">Somebody writes down what is news.</param>
/// <param name="capacity">Recommendations of one half of its memory; the other half holds as many older ones.</param>
sealed class ShownItems(bool isShared = false, int capacity = ShownItems.DefaultCapacity)
{
    /// <summary>With the half before, about 10 MB of memory for lists of ten ids of 14 characters.</summary>
    public const int DefaultCapacity = 4_096;

    readonly LatestById<IReadOnlyList<string>> _known = new(capacity);
    readonly Dictionary<string, IReadOnlyList<string>> _news = new(StringComparer.Ordinal);

    /// <summary>What was told and is not written down yet: by recommendation id all of its items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> News => _news;

    /// <summary>It is written down.</summary>
    public void Saved(string recommendationId) => _ = _news.Remove(recommendationId);

    /// <summary>Null when it is not known.</summary>
    public IReadOnlyList<string>? Of(string recommendationId) =>
        _known.TryGet(recommendationId, out var items) ? items : null;

    /// <summary>
    /// Items came into view. A widget that loads in parts tells them in parts: those not known yet stand behind the others,
    /// up to as many as an impression takes.
    /// </summary>
    public void Learn(string recommendationId, IReadOnlyList<string> items)
    {
        if (!CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, recommendationId))
        {
            return; // Personalize gave no such id
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

    /// <summary>Somebody else knew it.</summary>
    public void Load(string recommendationId, IReadOnlyList<string> items) =>
        _known.Add(recommendationId, items);
}
