using Impressions.Core.Mapping;

namespace Impressions.Core.Tests.Support;

/// <summary>A table of clicks in memory, by the rules of the function's.</summary>
sealed class SharedRows
{
    readonly Dictionary<string, Click> _clicks = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<Click>> _clicksOfSessions = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Null for a table that always works.</summary>
    public Func<bool>? Fails { get; init; }

    public void Load(ClicksToLoad toLoad, RecommendationClicks into)
    {
        into.Shared!.IsCompletelyLoaded = true;
        foreach (var (key, place) in toLoad.Places)
        {
            if (Fails?.Invoke() == true)
            {
                into.Shared!.IsCompletelyLoaded = false;
                continue;
            }

            if (_clicks.TryGetValue(key, out var click))
            {
                into.Load(place.Who, click);
            }

            if (_owners.TryGetValue(key, out var owner))
            {
                into.Shared!.LoadOwner(place.Who, owner);
            }

            foreach (var one in _clicksOfSessions.GetValueOrDefault(key, []))
            {
                Assert.True(Click.TryParse(one.ToString(), out var parsed));
                into.Load(place.Who, parsed);
            }
        }
    }

    public void Save(SharedClicks clicks)
    {
        foreach (var (id, news) in clicks.News.Where(_ => Fails?.Invoke() != true).ToList())
        {
            Save(news);
            clicks.Saved(id);
        }
    }

    void Save(in ClickNews news)
    {
        if (news.Kind == ClickNewsKind.OwnerOfSession)
        {
            _ = _owners.TryAdd(news.Key, news.Owner);
        }
        else if (news.Kind == ClickNewsKind.ClickOfSession)
        {
            _ = _clicksOfSessions.TryAdd(news.Key, []);
            _ = _clicksOfSessions[news.Key].Add(news.Click);
        }
        else if (
            !_clicks.TryGetValue(news.Key, out var other)
            || other.AtMilliseconds <= news.Click.AtMilliseconds
        )
        {
            _clicks[news.Key] = news.Click;
        }
    }
}
