using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Reference;

/// <summary>Which events count: <c>EVENT_FILTER</c> and <c>ROBOTS</c>, as the page says.</summary>
sealed class ReferenceFilter
{
    static readonly string[] Columns = [.. EnrichedColumns.Names];

    readonly List<(string Place, bool IsEqual, string Pattern)> _conditions = [];
    readonly bool _areRobotsSkipped;

    /// <param name="filter">Without mistakes.</param>
    public ReferenceFilter(string filter, string robots)
    {
        foreach (var text in filter.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (place, pattern) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
            _conditions.Add((place.TrimEnd('!'), !place.EndsWith('!'), pattern));
        }

        _areRobotsSkipped = robots == "skip";
    }

    /// <summary>Code of the skip reason by columns alone; null when there is none.</summary>
    public string? ByColumns(ReferenceEvent given) =>
        _conditions.Where(condition => IsColumn(condition.Place)).All(condition => Holds(condition, given))
            ? _areRobotsSkipped && given[EnrichedColumn.BrowserType] == "Robot"
                ? "robot"
                : null
            : "filtered";

    /// <summary>The same by entities.</summary>
    /// <param name="given">With its entities.</param>
    public string? ByEntities(ReferenceEvent given) =>
        _conditions.Where(condition => !IsColumn(condition.Place)).All(condition => Holds(condition, given))
            ? _areRobotsSkipped && IsRobot(given)
                ? "robot"
                : null
            : "filtered";

    static bool IsRobot(ReferenceEvent given)
    {
        var iab = given.Entities("spiders_and_robots", "com.iab.snowplow").FirstOrDefault();
        var detection = given.Entities("bot_detection").FirstOrDefault();
        var yauaa = given.Entities("yauaa_context", "nl.basjes").FirstOrDefault();
        return iab.Member("spiderOrRobot") is { ValueKind: JsonValueKind.True }
            || detection.Member("bot") is { ValueKind: JsonValueKind.True }
            || yauaa.Member("deviceClass").Text() is "Robot" or "Robot Mobile" or "Robot Imitator"
            || yauaa.Member("agentClass").Text() is "Robot" or "Robot Mobile";
    }

    static bool IsColumn(string place) => Array.IndexOf(Columns, place) >= 0;

    static bool Holds((string Place, bool IsEqual, string Pattern) condition, ReferenceEvent given) =>
        condition.IsEqual == Values(condition.Place, given).Any(value => IsWhole(condition.Pattern, value));

    static bool IsWhole(string pattern, string value) =>
        Encoding.UTF8.GetByteCount(value) <= ValuePattern.MaxValueBytes
        && Regex.IsMatch(
            value,
            $@"\A(?:{pattern.Replace("$", @"\z", StringComparison.Ordinal)})\z",
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
        );

    /// <summary>What stands at a place; one empty text when nothing does.</summary>
    static IEnumerable<string> Values(string place, ReferenceEvent given)
    {
        if (IsColumn(place))
        {
            var value = given[(EnrichedColumn)Array.IndexOf(Columns, place)];
            var isBoolean =
                place is "dvce_ismobile" or "br_cookies"
                || place.StartsWith("br_features_", StringComparison.Ordinal);
            return
            [
                (isBoolean, value) switch
                {
                    (true, "1") => "true",
                    (true, "0") => "false",
                    _ => value,
                },
            ];
        }

        var cut = place.StartsWith("iglu:", StringComparison.Ordinal)
            ? place.IndexOf('#')
            : place.IndexOf('.');
        var values = given
            .EntitiesNamed(place[..cut])
            .Select(entity => entity.Member(place[(cut + 1)..]))
            .Select(value =>
                value is { ValueKind: JsonValueKind.Array }
                    ? value.Items().Select(Plain).ToList()
                    : (IReadOnlyList<string>)[Plain(value)]
            )
            .ToList();
        return values.Count == 0 ? [""] : values.SelectMany(value => value);
    }

    static string Plain(JsonElement? value) =>
        value?.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.Id() ?? "",
        };
}
