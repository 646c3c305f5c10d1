using System.Globalization;
using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Reference;

namespace Impressions.Edge.Tests.Cli.Report;

/// <summary>
/// The report's figures once more, as plainly as possible: all lines in memory, lists and queries. What becomes of an event is
/// the reference mapping's answer. It shares no code with the product.
/// </summary>
sealed class ReferenceReport
{
    readonly List<(string Id, string Widget, long At, List<string> Items)> _views = [];
    readonly List<(
        string Id,
        string Widget,
        long At,
        List<string> Items,
        string Item,
        string Rule,
        string Who,
        int Number
    )> _clicks = [];
    readonly List<(
        string Who,
        string Item,
        string Type,
        long At,
        bool IsPurchase,
        decimal Revenue,
        int Number
    )> _actions = [];
    readonly Dictionary<int, (string Id, string Widget)> _named = [];
    readonly List<(string Fate, string Reason)> _fates = [];
    readonly List<string> _unresolved = [];
    readonly ReferenceSettings _settings;
    readonly int _hours;

    public ReferenceReport(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyList<string> lines,
        int hours = 168
    )
    {
        _settings = new(settings);
        _hours = hours;
        var mapper = new ReferenceMapper(settings);
        var (mapped, skipped, viewed) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        for (var number = 0; number < lines.Count; number++)
        {
            Add(mapper, lines[number], number, mapped, skipped, viewed);
        }
    }

    public IReadOnlyList<string> Rows =>
        [
            .. Totals(),
            .. Widgets(),
            .. Ranks(),
            .. Rules(),
            .. _unresolved.CountBy(why => why).Select(row => $"unresolved {row.Key}: {row.Value}"),
            .. Conversions(),
            .. Recommendations(),
            .. _fates
                .CountBy(fate => fate)
                .Select(row => $"event {row.Key.Fate} {row.Key.Reason}: {row.Value}"),
            .. Days(),
        ];

    void Add(
        ReferenceMapper mapper,
        string line,
        int number,
        HashSet<string> mapped,
        HashSet<string> skipped,
        HashSet<string> viewed
    )
    {
        var given = new ReferenceEvent(Encoding.UTF8.GetBytes(line));
        var place = $"place-{number}";
        var fate = mapper.Map(Encoding.UTF8.GetBytes(line), place, 0, mapped);
        if (given.ColumnCount != 131 || fate.Fate == "broken_json")
        {
            _fates.Add(("dead_letter", fate.Fate));
            return;
        }

        var id = ReferenceMapper.EventId(given, place);
        var name = given[EnrichedColumn.EventName];
        _ = given.TryReadContent() && given.TryReadEntities();
        var recommendation = new ReferenceRecommendation(given, _settings);
        if (name == "expose_element" && recommendation.UsableId is { } seen && viewed.Add(id))
        {
            _views.Add((seen, Widget(given), At(given), Shown(given)));
        }

        var isRepeated = fate.Fate is not ("none" or "not_selected" or "duplicate") && !skipped.Add(id);
        var reason = isRepeated ? "duplicate" : fate.Fate;
        _fates.Add(reason == "none" ? ("counts", "") : ("skipped", reason));
        var action = given.Data.Member("type").Text() ?? given.Data.Member("action").Text();
        var isClick = name == "link_click" || action is "list_click" or "click";
        if (reason == "none")
        {
            AddInteractions(given, fate, number, isClick, action ?? name, recommendation.UsableId);
        }
        else if (isClick && recommendation.UsableId is not null)
        {
            AddUnresolved(given, reason);
        }
    }

    void AddInteractions(
        ReferenceEvent given,
        ReferenceFate fate,
        int number,
        bool isClick,
        string action,
        string? recommendation
    )
    {
        foreach (var done in fate.Interactions)
        {
            var who = done.UserId ?? done.SessionId;
            if (!isClick)
            {
                var isPurchase =
                    action is "transaction" or "purchase" or "transaction_item" or "create_order";
                var revenue = isPurchase ? Revenue(given, done.ItemId) : 0;
                if (recommendation is not null)
                {
                    _named[number] = (recommendation, Widget(given));
                }

                _actions.Add((who, done.ItemId, done.EventType, At(given), isPurchase, revenue, number));
            }
            else if (recommendation is not null)
            {
                var rule =
                    fate.Rule == ClickedItemRule.None
                        ? "named_by_event"
                        : string.Concat(
                            fate.Rule.ToString()
                                .Select(
                                    (letter, i) =>
                                        char.IsUpper(letter) && i > 0
                                            ? $"_{char.ToLowerInvariant(letter)}"
                                            : $"{char.ToLowerInvariant(letter)}"
                                )
                        );
                _clicks.Add(
                    (recommendation, Widget(given), At(given), Shown(given), done.ItemId, rule, who, number)
                );
            }
        }
    }

    void AddUnresolved(ReferenceEvent given, string reason)
    {
        var url = given.Data.Member("targetUrl").Text() ?? "";
        if (reason is "no_identity" or "no_item")
        {
            _unresolved.Add(reason == "no_item" ? "unusable_item" : reason);
        }
        else if (reason == "clicked_item_unknown")
        {
            _unresolved.Add(
                url.StartsWith('#')
                || url.StartsWith($"{given[EnrichedColumn.PageUrl]}#", StringComparison.Ordinal)
                    ? "link_leads_nowhere"
                : Shown(given).Count == 0 ? "nothing_shown"
                : "link_names_no_item"
            );
        }
    }

    /// <summary>Of a recommendation: when it was seen first, by which widget, and the items that it showed.</summary>
    (long? SeenAt, string Widget, List<string> Items) Of(string id)
    {
        var views = _views
            .Where(view => view.Id == id)
            .OrderBy(view => view.At)
            .ThenBy(view => view.Widget, StringComparer.Ordinal)
            .ToList();
        var clicks = _clicks.Where(click => click.Id == id).OrderBy(click => click.At).ToList();
        return (
            views.Count > 0 ? views[0].At : null,
            views.Count > 0
                ? views[0].Widget
                : clicks
                    .Select(click => (click.At, click.Widget))
                    .Concat(
                        _actions
                            .Where(action => _named.GetValueOrDefault(action.Number).Id == id)
                            .Select(action => (action.At, _named[action.Number].Widget))
                    )
                    .MinBy(named => named.At)
                    .Widget,
            [
                .. _views
                    .Where(view => view.Id == id)
                    .SelectMany(view => view.Items)
                    .Concat(clicks.SelectMany(click => click.Items))
                    .Distinct()
                    .Take(25),
            ]
        );
    }

    IReadOnlyDictionary<string, (long? SeenAt, string Widget, List<string> Items)> All =>
        field ??= _views
            .Select(view => view.Id)
            .Union(_clicks.Select(click => click.Id))
            .Union(_named.Values.Select(named => named.Id))
            .ToDictionary(id => id, Of);

    HashSet<string> Seen => field ??= [.. _views.Select(view => view.Id)];

    IEnumerable<string> Totals()
    {
        var clicked = _clicks.Select(click => click.Id).Distinct().Count(Seen.Contains);
        yield return $"total: {Share(clicked, Seen.Count)} clicks {_clicks.Count} {Text(Converted.Select(row => row.Action))}";
        yield return $"views: {_views.Count}";
        yield return $"not seen: {_clicks.Count(click => !Seen.Contains(click.Id))}";
        yield return $"without rank: {_clicks.Count(click => Seen.Contains(click.Id) && RankOf(click.Id, click.Item, click.Rule) == 0)}";
        yield return $"all actions: {Text(_actions)}";
    }

    IEnumerable<string> Widgets() =>
        from one in All
        group one.Key by one.Value.Widget into widget
        let clicks = _clicks.Where(click => widget.Contains(click.Id)).ToList()
        let clicked = clicks.Select(click => click.Id).Distinct().Count(Seen.Contains)
        select $"widget {widget.Key}: {Share(clicked, widget.Count(Seen.Contains))} clicks {clicks.Count}";

    IEnumerable<string> Ranks() =>
        from rank in Enumerable.Range(1, 25)
        let seen = Seen.Where(id => All[id].Items.Count >= rank).ToList()
        where seen.Count > 0
        let clicks = _clicks
            .Where(click => Seen.Contains(click.Id) && RankOf(click.Id, click.Item, click.Rule) == rank)
            .ToList()
        select $"rank {rank}: {Share(clicks.Select(click => click.Id).Distinct().Count(), seen.Count)} clicks {clicks.Count}";

    IEnumerable<string> Rules() =>
        from click in _clicks
        group click.Id by click.Rule into rule
        select $"rule {rule.Key}: {Share(rule.Distinct().Count(Seen.Contains), Seen.Count)} clicks {rule.Count()}";

    IEnumerable<string> Conversions() =>
        from row in Converted
        group row.Action by (All[row.Id].Widget, row.Action.Type) into rows
        select $"conversion {rows.Key.Widget} {rows.Key.Type}: {Text(rows)}";

    IEnumerable<string> Recommendations() =>
        Converted
            .GroupBy(row => row.Id, row => row.Action)
            .OrderByDescending(rows => rows.Sum(action => action.Revenue))
            .ThenByDescending(rows => rows.Count(action => action.IsPurchase))
            .ThenByDescending(rows => rows.Count())
            .ThenBy(rows => rows.Key, StringComparer.Ordinal)
            .Take(20)
            .Select(rows =>
                $"recommendation {rows.Key} {All[rows.Key].Widget}: clicks {_clicks.Count(click => click.Id == rows.Key)} {Text(rows)}"
            );

    IEnumerable<string> Days() =>
        from day in _views
            .Select(view => Day(view.At))
            .Concat(_clicks.Select(click => Day(click.At)))
            .Concat(Converted.Select(row => Day(row.Action.At)))
            .Distinct()
        let seen = Seen.Where(id => Day(All[id].SeenAt!.Value) == day).ToList()
        let clicks = _clicks.Where(click => Day(click.At) == day).ToList()
        let clicked = seen.Count(id => _clicks.Exists(click => click.Id == id))
        let converted = Converted.Where(row => Day(row.Action.At) == day).Select(row => row.Action)
        where seen.Count > 0 || clicks.Count > 0 || converted.Any()
        select $"day {day}: {Share(clicked, seen.Count)} clicks {clicks.Count} {Text(converted)}";

    /// <summary>Each action with the recommendation of the last click that came before it.</summary>
    List<(
        string Id,
        (string Who, string Item, string Type, long At, bool IsPurchase, decimal Revenue, int Number) Action
    )> Converted =>
        field ??= [
            .. from action in _actions
            let click = _clicks
                .Where(click =>
                    click.Who == action.Who
                    && click.Item == action.Item
                    && click.Number < action.Number
                    && click.At <= action.At
                )
                .OrderBy(click => click.At)
                .ThenBy(click => click.Number)
                .LastOrDefault()
            let named = _named.GetValueOrDefault(action.Number).Id
            where named is not null || (click.Id is not null && action.At - click.At <= _hours * 3_600_000L)
            select (named ?? click.Id, action),
        ];

    /// <summary>The place of an item among those shown; 0 where it is not known.</summary>
    int RankOf(string id, string item, string rule) =>
        rule == "first_shown" ? 0 : All[id].Items.IndexOf(item) + 1;

    string Widget(ReferenceEvent given) =>
        given
            .Entities("element")
            .Select(element => element.Member("element_name").Text()!)
            .Last(_settings.IsRecommendation);

    List<string> Shown(ReferenceEvent given)
    {
        var contents = given
            .Entities("element_content")
            .Where(content => _settings.IsRecommendation(content.Member("parent_name").Text()))
            .Select(content => content.Member("attributes").Items().First().Member("value").Text()!)
            .ToList();
        var list = given
            .Entities("element")
            .SelectMany(element => element.Member("attributes").Items())
            .FirstOrDefault(attribute => attribute.Member("attribute").Text() == "shownItems")
            .Member("value")
            .Text();
        return contents.Count > 0 || list is null
            ? contents
            : [.. System.Text.Json.JsonSerializer.Deserialize<string[]>(list)!];
    }

    static decimal Revenue(ReferenceEvent given, string item)
    {
        var products = given
            .Entities("product", "com.snowplowanalytics.snowplow.ecommerce")
            .Concat(given.Entities("productFieldObject", "com.google.analytics.enhanced-ecommerce"))
            .Concat(
                given
                    .Entities("cart", "io.snowplow.ecomm")
                    .SelectMany(cart => cart.Member("items_in_cart").Items())
            );
        return given[EnrichedColumn.EventName] == "transaction_item"
            ? Number(given[EnrichedColumn.TransactionItemPrice])
                * Number(given[EnrichedColumn.TransactionItemQuantity])
            : products
                .Where(product => (product.Member("id") ?? product.Member("item_id")).Id() == item)
                .Sum(product =>
                    (product.Member("price")?.GetDecimal() ?? 0)
                    * (product.Member("quantity")?.GetDecimal() ?? 1)
                );
    }

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    static long At(ReferenceEvent given) =>
        DateTimeOffset
            .Parse(given[EnrichedColumn.DerivedTimestamp] + "Z", CultureInfo.InvariantCulture)
            .ToUnixTimeMilliseconds();

    static string Day(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Text(
        IEnumerable<(
            string Who,
            string Item,
            string Type,
            long At,
            bool IsPurchase,
            decimal Revenue,
            int Number
        )> actions
    )
    {
        var all = actions.ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"conversions {all.Count} purchases {all.Count(action => action.IsPurchase)} revenue {all.Sum(action => action.Revenue):0.00}"
        );
    }

    static string Share(int clicked, int seen) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{clicked}/{seen} {Bound(clicked, seen, 0, (double)clicked / seen):0.000000}-{Bound(clicked, seen, 1, (double)clicked / seen):0.000000}"
        );

    /// <summary>
    /// Where the share that was counted lies 1.96 standard deviations from a true share, found by halving the distance between
    /// an end and it.
    /// </summary>
    static double Bound(int clicked, int seen, double outside, double inside)
    {
        if (seen == 0)
        {
            return outside;
        }

        var share = (double)clicked / seen;
        for (var i = 0; i < 200; i++)
        {
            var middle = (outside + inside) / 2;
            var isInside =
                Math.Abs(share - middle) <= 1.959963984540054 * Math.Sqrt(middle * (1 - middle) / seen);
            (outside, inside) = isInside ? (outside, middle) : (middle, inside);
        }

        return inside;
    }
}
