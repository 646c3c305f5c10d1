using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Cli.Report;

/// <summary>What events tell of one recommendation, in whatever order they come.</summary>
sealed class CountedRecommendation
{
    /// <summary>Different items and rules that clicks are told apart by; a page shows far fewer.</summary>
    const int MaxDifferentClicks = 256;

    readonly Dictionary<(int Item, ClickedItemRule Rule), long> _clicks = [];
    int[] _shown = [];
    long _widgetAt = long.MaxValue;

    /// <summary>As its first view names it, or without a view its first click or action; null for a recommendation without a name.</summary>
    public string? Widget { get; private set; }

    /// <summary>When it was seen first (milliseconds since 1970-01-01 UTC); null where no event says that it was.</summary>
    public long? SeenAt { get; private set; }

    /// <summary>On an item.</summary>
    public long Clicks { get; private set; }

    public Dictionary<string, Conversions> Conversions { get; } = new(StringComparer.Ordinal);

    /// <summary>Items whose ranks are known.</summary>
    public int ShownCount => _shown.Length;

    public void AddView(in EventFacts view)
    {
        if (SeenAt is null || IsBefore(view, SeenAt.Value))
        {
            (SeenAt, Widget) = (view.AtMilliseconds, view.Widget);
        }

        AddShown(view.Shown);
    }

    public void AddClick(in EventFacts click, string itemId, ClickedItemRule rule)
    {
        AddWidget(click);
        AddShown(click.Shown);
        Clicks++;
        var key = (Hash(itemId), rule);
        if (_clicks.Count >= MaxDifferentClicks && !_clicks.ContainsKey(key))
        {
            key = (0, rule);
        }

        _clicks[key] = _clicks.GetValueOrDefault(key) + 1;
    }

    /// <param name="action">Names the widget where it happened in one; else the click before it did.</param>
    public void AddConversion(in EventFacts action, string eventType, decimal revenue)
    {
        if (action.RecommendationId is not null)
        {
            AddWidget(action);
        }

        var known = Conversions.GetValueOrDefault(eventType);
        Conversions[eventType] = known.With(action.IsPurchase, revenue);
    }

    /// <summary>Clicks by the rule that found their item, and the item's rank: 1-based, 0 where it is not known.</summary>
    public IEnumerable<(ClickedItemRule Rule, int Rank, long Clicks)> ClicksByRank() =>
        _clicks.Select(click =>
            (
                click.Key.Rule,
                // The first one shown is only a guess, so it says nothing of ranks.
                click.Key.Rule == ClickedItemRule.FirstShown
                    ? 0
                    : Array.IndexOf(_shown, click.Key.Item) + 1,
                click.Value
            )
        );

    void AddWidget(in EventFacts facts)
    {
        if (SeenAt is null && IsBefore(facts, _widgetAt))
        {
            (_widgetAt, Widget) = (facts.AtMilliseconds, facts.Widget);
        }
    }

    /// <summary>Of two at the same time the name decides, so that the order of the input does not.</summary>
    bool IsBefore(in EventFacts facts, long at) =>
        facts.AtMilliseconds < at
        || (facts.AtMilliseconds == at && string.CompareOrdinal(facts.Widget, Widget) < 0);

    /// <summary>A widget that loads in parts reports them in parts, from the first item on.</summary>
    void AddShown(IReadOnlyList<string> items)
    {
        foreach (var item in items)
        {
            var hash = Hash(item);
            if (_shown.Length < PersonalizeLimits.MaxImpressionItems && !_shown.Contains(hash))
            {
                _shown = [.. _shown, hash];
            }
        }
    }

    /// <summary>Four bytes in place of an id: among 25 items two have the same one in about 14 million lists.</summary>
    static int Hash(string itemId) => string.GetHashCode(itemId, StringComparison.Ordinal);
}

/// <summary>What was done with items after a click on a recommendation.</summary>
/// <param name="Revenue">Of the purchases among them.</param>
readonly record struct Conversions(long Count, long Purchases, decimal Revenue)
{
    public Conversions With(bool isPurchase, decimal revenue) =>
        new(Count + 1, Purchases + (isPurchase ? 1 : 0), Revenue + revenue);

    public Conversions And(Conversions other) =>
        new(Count + other.Count, Purchases + other.Purchases, Revenue + other.Revenue);
}
