namespace Impressions.Core.Mapping;

/// <summary>How one recommendation widget does.</summary>
sealed class WidgetCounts
{
    /// <summary>The first rank of each group: 1, 2, 3, 4 to 6, 7 and more.</summary>
    static readonly int[] FirstRanks = [1, 2, 3, 4, 7];

    readonly int[] _clicksByRank = new int[FirstRanks.Length];

    /// <summary>Recommendations that came into view.</summary>
    public int Views { get; set; }

    /// <summary>Clicks on items of them.</summary>
    public int Clicks { get; private set; }

    /// <summary>Of those, by the item's rank, as far as it is known: 1, 2, 3, 4 to 6, 7 and more.</summary>
    public IReadOnlyList<int> ClicksByRank => _clicksByRank;

    /// <summary>Interactions that followed from clicks.</summary>
    public int Conversions { get; private set; }

    /// <summary>What the purchases among them are worth (<see cref="EventValues"/>).</summary>
    public double Value { get; private set; }

    /// <param name="rank">1-based; 0 where it is not known.</param>
    public void AddClick(int rank)
    {
        Clicks++;
        var group = Array.FindLastIndex(FirstRanks, first => first <= rank);
        if (group >= 0)
        {
            _clicksByRank[group]++;
        }
    }

    /// <param name="value">0 for none.</param>
    public void AddConversion(double value)
    {
        Conversions++;
        Value += value;
    }
}
