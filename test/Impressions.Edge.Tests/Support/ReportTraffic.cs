using System.Globalization;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Support;

/// <summary>
/// Visits of a shop with four widgets: views, clicks whose item is found by each of the rules or by none, views and purchases of
/// products, duplicates, events that do not count, damaged lines. The same for the same seed.
/// </summary>
/// <param name="fourth">Name of the fourth widget.</param>
sealed class ReportTraffic(int seed, string fourth = ReportTraffic.Hostile)
{
    /// <summary>Its widgets are recommendations by this setting.</summary>
    public const string WidgetPattern = "^rec-";

    public const string Hostile = """rec-<img src=x onerror=alert(1)> & "co" 'é'""";

    readonly (string Name, double Appeal)[] _widgets =
    [
        ("rec-home", 0.25),
        ("rec-product", 0.45),
        ("rec-cart", 0.1),
        (fourth, 0.15),
    ];

    readonly Random _random = new(seed);
    readonly List<string> _lines = [];
    DateTimeOffset _now = new(2026, 10, 25, 6, 0, 0, TimeSpan.Zero);
    int _ids;

    public IReadOnlyList<string> Visits(int count, TimeSpan pause)
    {
        for (var visit = 0; visit < count; visit++)
        {
            _now += pause;
            Visit(visit);
        }

        return _lines;
    }

    void Visit(int visit)
    {
        var user = Chance(0.3) ? $"user-{visit % 40}" : "";
        var session = Chance(0.98) ? $"session-{visit / 2}" : "";
        var (widget, appeal) = _widgets[_random.Next(_widgets.Length)];
        var recommendation = Chance(0.02) ? $"RID-{visit - 1}" : $"RID-{visit}";
        var shown = Enumerable
            .Range(0, _random.Next(1, 31))
            .Select(_ => $"sku{_random.Next(60)}")
            .Distinct()
            .ToList();
        Add(user, session, Some.BakedIn("com.snowplowanalytics.snowplow", "page_view", "1-0-0"));
        for (var views = Chance(0.9) ? _random.Next(1, 3) : 0; views > 0; views--)
        {
            Add(user, session, View(widget, recommendation, shown));
        }

        for (var clicks = Chance(appeal) ? _random.Next(1, 4) : 0; clicks > 0; clicks--)
        {
            var item = shown[Math.Min(_random.Next(shown.Count), _random.Next(shown.Count))];
            Add(user, session, Click(widget, recommendation, shown, item));
            Follow(user, session, item);
        }

        if (Chance(0.05)) // a quick view, within the widget: it names its recommendation itself
        {
            var product = Product(shown[0]);
            Add(user, session, Some.Action("product_view", Widget(widget, recommendation), product));
        }

        if (Chance(0.2))
        {
            Follow(user, session, $"sku{_random.Next(60)}");
        }

        if (Chance(0.02))
        {
            _lines.Add(_random.Next(2) == 0 ? "damaged" : "");
        }
    }

    /// <summary>What a visitor may do with an item.</summary>
    void Follow(string user, string session, string item)
    {
        if (Chance(0.7))
        {
            Add(user, session, Some.Action("product_view", Product(item)));
        }

        if (Chance(0.3))
        {
            Add(user, session, Some.Action("add_to_cart", Product(item)));
        }

        if (Chance(0.25))
        {
            var order = Some.Action("transaction", [Product(item), Product("sku1"), Transaction()]);
            Add(user, session, order);
            if (Chance(0.1))
            {
                Add(user, session, order); // its page was loaded again
            }
        }
    }

    static string View(string widget, string recommendation, IReadOnlyList<string> shown) =>
        Some.Described(
            $"{Some.Schema}/expose_element/jsonschema/1-0-0",
            """{"element_name":"rec"}""",
            [
                Widget(widget, recommendation),
                .. shown.Select(item => Some.Content(Escaped(widget), $"dataset.itemId={item}")),
            ]
        );

    string Click(string widget, string recommendation, IReadOnlyList<string> shown, string item)
    {
        var list = $"[{string.Join(',', shown.Select(id => $"\\\"{id}\\\""))}]";
        var withList = Some.Element(
            Escaped(widget),
            $"dataset.recommendationId={recommendation}",
            $"callback.shownItems={list}"
        );
        var alone = Widget(widget, recommendation);
        return _random.Next(10) switch
        {
            < 4 => Some.Click("/p/x", alone, Some.ItemComponent(item)),
            4 => Some.Click($"/p/{item}", withList),
            5 => Some.Click($"/p/x?variant={item[3..]}", alone),
            6 => Some.Click("/p/unnamed", withList),
            7 => Some.Click("#next", alone),
            8 => Some.Click("/p/unnamed", alone),
            _ => Some.Action("list_click", alone, Product(item)),
        };
    }

    static string Widget(string name, string recommendation) =>
        Some.Element(Escaped(name), $"dataset.recommendationId={recommendation}");

    string Product(string id) =>
        Some.Entity(
            $"{Some.Schema}.ecommerce/product/jsonschema/1-0-0",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"{{id}}","category":"c","price":{{_random.Next(100, 9_999) / 100m}},"currency":"EUR","quantity":{{_random.Next(1, 4)}}}"""
            )
        );

    string Transaction() =>
        Some.Entity(
            $"{Some.Schema}.ecommerce/transaction/jsonschema/1-0-0",
            $$"""{"transaction_id":"T-{{_ids}}","revenue":1,"currency":"EUR"}"""
        );

    void Add(string user, string session, string line)
    {
        _now += TimeSpan.FromSeconds(_random.Next(90));
        var complete = line.With(
            (EnrichedColumn.EventId, $"event-{_ids++}"),
            (EnrichedColumn.UserId, user),
            (EnrichedColumn.DomainUserId, session.Length > 0 ? $"device-{session}" : ""),
            (EnrichedColumn.DomainSessionId, session),
            (
                EnrichedColumn.DerivedTimestamp,
                _now.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
            )
        );
        _lines.Add(complete);
        if (Chance(0.03))
        {
            _lines.Insert(_random.Next(Math.Max(0, _lines.Count - 400), _lines.Count) + 1, complete);
        }
    }

    bool Chance(double probability) => _random.NextDouble() < probability;

    static string Escaped(string name) => name.Replace("\"", "\\\"", StringComparison.Ordinal);
}
