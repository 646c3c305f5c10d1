using System.Diagnostics.CodeAnalysis;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>
/// Counts views, clicks and conversions of recommendations by widget, each once, also where its record is delivered again.
/// In bounded memory; not for concurrent use.
/// </summary>
sealed class WidgetCounter
{
    /// <summary>Names that are told apart in a process: each is a dimension of metrics, which cost money.</summary>
    public const int MaxWidgets = 20;

    /// <summary>Stands for all widgets beyond those.</summary>
    public const string Other = "other";

    /// <summary>Stands for widgets without a name.</summary>
    public const string Nameless = "(no name)";

    /// <summary>Longest name that is told (characters).</summary>
    const int MaxNameLength = 100;

    /// <summary>Of one half of what is remembered, a few MB in all.</summary>
    const int Capacity = 8_192;

    readonly LatestById<bool> _counted = new(Capacity);
    readonly LatestById<string> _widgets = new(Capacity);
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    SortedDictionary<string, WidgetCounts> _counts = new(StringComparer.Ordinal);

    /// <summary>What was counted since the last time, by widget.</summary>
    public IReadOnlyDictionary<string, WidgetCounts> Take()
    {
        var taken = _counts;
        _counts = new(StringComparer.Ordinal);
        return taken;
    }

    /// <summary>An event whose entities have been read.</summary>
    /// <param name="isView">A recommendation came into view.</param>
    /// <param name="recommendation">Of the event.</param>
    /// <param name="mapped">What becomes of it.</param>
    public void Count(in SelectedEvent selected, bool isView, Recommendation recommendation, in Mapped mapped)
    {
        if (isView)
        {
            CountView(selected.EventId, recommendation);
        }
        else if (selected.Content.HasImpression)
        {
            CountClicks(recommendation, mapped);
        }
        else
        {
            CountConversions(selected.Content.IsPurchase, recommendation, mapped);
        }
    }

    void CountView(string eventId, Recommendation recommendation)
    {
        if (IsUsable(recommendation.Id) && IsNew(eventId))
        {
            Of(NameOf(recommendation.ElementName)).Views++;
        }
    }

    void CountClicks(Recommendation recommendation, in Mapped mapped)
    {
        if (!IsUsable(recommendation.Id))
        {
            return;
        }

        var name = NameOf(recommendation.ElementName);
        foreach (var click in mapped.Span)
        {
            if (IsNew(click.EventId))
            {
                _widgets.Add(recommendation.Id, name);
                // The first one shown is only a guess, so it says nothing of ranks.
                var rank =
                    mapped.Rule == ClickedItemRule.FirstShown
                        ? 0
                        : RankOf(click.ItemId, recommendation.Shown.Items);
                Of(name).AddClick(rank);
            }
        }
    }

    /// <summary>What names a recommendation and is no click followed from one.</summary>
    void CountConversions(bool isPurchase, Recommendation recommendation, in Mapped mapped)
    {
        foreach (var interaction in mapped.Span)
        {
            if (interaction.RecommendationId is { } id && IsNew(interaction.EventId))
            {
                var name =
                    recommendation.Id is not null ? NameOf(recommendation.ElementName)
                    : _widgets.TryGet(id, out var clicked) ? clicked
                    : Other;
                Of(name).AddConversion(isPurchase ? interaction.EventValue ?? 0 : 0);
            }
        }
    }

    static bool IsUsable([NotNullWhen(true)] string? recommendationId) =>
        recommendationId is not null
        && CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, recommendationId);

    /// <returns>1-based; 0 where it was not shown.</returns>
    static int RankOf(string itemId, IReadOnlyList<string> shown)
    {
        for (var i = 0; i < shown.Count; i++)
        {
            if (shown[i] == itemId)
            {
                return i + 1;
            }
        }

        return 0;
    }

    bool IsNew(string id)
    {
        if (_counted.TryGet(id, out _))
        {
            return false;
        }

        _counted.Add(id, value: true);
        return true;
    }

    WidgetCounts Of(string name)
    {
        if (!_counts.TryGetValue(name, out var counts))
        {
            _counts[name] = counts = new();
        }

        return counts;
    }

    /// <summary>As a value of a CloudWatch dimension: printable ASCII, bounded in length and number.</summary>
    string NameOf(string? elementName)
    {
        var name = string.IsNullOrWhiteSpace(elementName) ? Nameless : Printable(elementName.Trim());
        if (_names.Count < MaxWidgets)
        {
            _ = _names.Add(name);
        }

        return _names.Contains(name) ? name : Other;
    }

    static string Printable(string name) =>
        string.Create(
            Math.Min(name.Length, MaxNameLength),
            name,
            static (characters, name) =>
            {
                for (var i = 0; i < characters.Length; i++)
                {
                    characters[i] = name[i] is >= ' ' and <= '~' ? name[i] : '?';
                }
            }
        );
}
