using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Cli.Report;

/// <summary>Sums over recommendations of which no more is to come.</summary>
/// <param name="maxWidgets">Names told apart.</param>
sealed class ReportTally(int maxWidgets)
{
    /// <summary>Recommendations listed by themselves.</summary>
    const int MaxListed = 20;

    readonly Dictionary<string, (long Clicked, long Seen, long Clicks)> _widgets = new(
        StringComparer.Ordinal
    );
    readonly Dictionary<(string Widget, string EventType), Conversions> _conversions = [];
    readonly (long Clicked, long Seen, long Clicks)[] _ranks = new (long, long, long)[
        PersonalizeLimits.MaxImpressionItems + 1
    ];
    readonly (long Clicked, long Clicks)[] _rules = new (long, long)[Codes<ClickedItemRule>.All.Count];
    readonly List<RecommendationFigure> _listed = [];

    public long Seen { get; private set; }

    public long Clicked { get; private set; }

    public long Clicks { get; private set; }

    public long ClicksNotSeen { get; private set; }

    public long ClicksWithoutRank => _ranks[0].Clicks;

    public long OfOtherWidgets { get; private set; }

    public IReadOnlyList<ClickFigure> Widgets =>
        [
            .. _widgets
                .OrderByDescending(widget => widget.Value.Seen)
                .ThenBy(widget => widget.Key, StringComparer.Ordinal)
                .Select(widget => new ClickFigure(
                    widget.Key,
                    new(widget.Value.Clicked, widget.Value.Seen),
                    widget.Value.Clicks
                )),
        ];

    public IReadOnlyList<ClickFigure> Ranks =>
        [
            .. _ranks
                .Select(
                    (rank, number) => new ClickFigure(Text(number), new(rank.Clicked, rank.Seen), rank.Clicks)
                )
                .Skip(1)
                .Where(rank => rank.ClickThrough.Seen > 0),
        ];

    public IReadOnlyList<ClickFigure> Rules =>
        [
            .. _rules
                .Select(
                    (rule, number) => new ClickFigure(RuleCode(number), new(rule.Clicked, Seen), rule.Clicks)
                )
                .Where(rule => rule.Clicks > 0),
        ];

    public IReadOnlyList<ConversionFigure> Conversions =>
        [
            .. _conversions
                .OrderByDescending(row => row.Value.Revenue)
                .ThenBy(row => row.Key.Widget, StringComparer.Ordinal)
                .ThenBy(row => row.Key.EventType, StringComparer.Ordinal)
                .Select(row => new ConversionFigure(row.Key.Widget, row.Key.EventType, row.Value)),
        ];

    public IReadOnlyList<RecommendationFigure> Recommendations => Best(_listed);

    public void Add(string id, CountedRecommendation recommendation)
    {
        var widget = WidgetOf(recommendation);
        var isSeen = recommendation.SeenAt is not null;
        var isClicked = isSeen && recommendation.Clicks > 0;
        Seen += isSeen ? 1 : 0;
        Clicked += isClicked ? 1 : 0;
        Clicks += recommendation.Clicks;
        ClicksNotSeen += isSeen ? 0 : recommendation.Clicks;
        var (clicked, seen, clicks) = _widgets.GetValueOrDefault(widget);
        _widgets[widget] = (
            clicked + (isClicked ? 1 : 0),
            seen + (isSeen ? 1 : 0),
            clicks + recommendation.Clicks
        );
        AddRanks(recommendation, isSeen);
        foreach (var (eventType, conversions) in recommendation.Conversions)
        {
            _conversions[(widget, eventType)] = conversions.And(
                _conversions.GetValueOrDefault((widget, eventType))
            );
        }

        if (recommendation.Conversions.Count > 0)
        {
            List(id, widget, recommendation);
        }
    }

    void AddRanks(CountedRecommendation recommendation, bool isSeen)
    {
        for (var rank = 1; isSeen && rank <= recommendation.ShownCount; rank++)
        {
            _ranks[rank].Seen++;
        }

        foreach (var rule in recommendation.ClicksByRank().GroupBy(click => click.Rule))
        {
            ref var sum = ref _rules[(int)rule.Key];
            sum.Clicked += isSeen ? 1 : 0;
            sum.Clicks += rule.Sum(click => click.Clicks);
        }

        foreach (var rank in recommendation.ClicksByRank().GroupBy(click => click.Rank))
        {
            ref var sum = ref _ranks[rank.Key];
            sum.Clicked += isSeen ? 1 : 0;
            sum.Clicks += isSeen ? rank.Sum(click => click.Clicks) : 0;
        }
    }

    void List(string id, string widget, CountedRecommendation recommendation)
    {
        var all = recommendation.Conversions.Values.Aggregate((sum, conversions) => sum.And(conversions));
        _listed.Add(new(id, widget, recommendation.Clicks, all));
        if (_listed.Count >= 100 * MaxListed)
        {
            var best = Best(_listed);
            _listed.Clear();
            _listed.AddRange(best);
        }
    }

    static List<RecommendationFigure> Best(IEnumerable<RecommendationFigure> listed) =>
        [
            .. listed
                .OrderByDescending(row => row.Conversions.Revenue)
                .ThenByDescending(row => row.Conversions.Purchases)
                .ThenByDescending(row => row.Conversions.Count)
                .ThenBy(row => row.RecommendationId, StringComparer.Ordinal)
                .Take(MaxListed),
        ];

    string WidgetOf(CountedRecommendation recommendation)
    {
        var name = recommendation.Widget ?? ReportCount.NamelessWidget;
        if (
            _widgets.ContainsKey(name)
            || (_widgets.Count < maxWidgets && name.Length <= ReportCount.MaxWidgetLength)
        )
        {
            return name;
        }

        OfOtherWidgets++;
        return ReportCount.OtherWidgets;
    }

    static string RuleCode(int rule) =>
        rule == (int)ClickedItemRule.None
            ? ReportCount.NamedByEvent
            : Codes<ClickedItemRule>.Of((ClickedItemRule)rule);

    static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
