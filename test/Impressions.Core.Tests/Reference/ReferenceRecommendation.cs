using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Impressions.Tests;

/// <summary>The recommendation around an event: its id, the items shown, the clicked one, the impression.</summary>
sealed class ReferenceRecommendation
{
    readonly ReferenceSettings _settings;
    readonly List<string> _components;
    readonly List<string> _shown;

    public ReferenceRecommendation(ReferenceEvent given, ReferenceSettings settings)
    {
        _settings = settings;
        var elements = given.Entities("element").ToList();
        var ofRecommendation = elements
            .Where(element => settings.IsRecommendation(element.Member("element_name").Text()))
            .SelectMany(Attributes)
            .ToList();
        Id = ofRecommendation
            .Where(attribute => attribute.Is("dataset", settings.RecommendationAttribute))
            .Select(attribute => attribute.Value.Id())
            .LastOrDefault(id => !string.IsNullOrEmpty(id));
        _components = Usable(
            elements
                .SelectMany(Attributes)
                .Where(attribute => attribute.Is("dataset", settings.ItemAttribute))
                .Select(attribute => attribute.Value.Id())
        );
        _shown = Usable(
            given
                .Entities("element_content")
                .Where(content => settings.IsRecommendation(content.Member("parent_name").Text()))
                .Select(ShownItem)
        );
        var callback = ofRecommendation.LastOrDefault(attribute => attribute.Is("callback", "shownItems"));
        if (_shown.Count == 0 && callback?.Value.Text() is { } list)
        {
            _shown = Usable(
                ReferenceJson.Parse(Encoding.UTF8.GetBytes(list)).Items().Select(item => item.Id())
            );
        }
    }

    public string? Id { get; }

    /// <summary>Null when it is longer than the service takes.</summary>
    public string? UsableId =>
        Id?.EnumerateRunes().Count() <= PersonalizeLimits.MaxRecommendationIdLength ? Id : null;

    /// <summary>Each once, without those that Personalize could not take.</summary>
    public static List<string> Usable(IEnumerable<string?> ids) =>
        [
            .. ids.Where(id =>
                    !string.IsNullOrEmpty(id) && id.EnumerateRunes().Count() <= PersonalizeLimits.MaxIdLength
                )
                .Select(id => id!)
                .Distinct(StringComparer.Ordinal),
        ];

    public (string? ItemId, ClickedItemRule Rule) Clicked(string url)
    {
        if (_components.Count > 0)
        {
            return (_components[0], ClickedItemRule.ItemComponent);
        }

        if (_settings.ClickedItemPattern != "-")
        {
            var captured = Regex
                .Match(url, _settings.ClickedItemPattern, RegexOptions.NonBacktracking)
                .Groups["item"]
                .Value;
            if (Usable([Uri.UnescapeDataString(captured)]) is [var item])
            {
                return (item, ClickedItemRule.UrlPattern);
            }
        }

        if (Parts(url).Distinct(StringComparer.Ordinal).Where(_shown.Contains).ToList() is [var only])
        {
            return (only, ClickedItemRule.UrlMatch);
        }

        return _shown switch
        {
            [var one] => (one, ClickedItemRule.OnlyShown),
            [var first, ..] when _settings.IsFirstPretended => (first, ClickedItemRule.FirstShown),
            _ => (null, ClickedItemRule.None),
        };
    }

    /// <summary>The longest beginning of the shown items that has room for the clicked one, and that one.</summary>
    public IReadOnlyList<string>? Impression(string clicked)
    {
        if (_shown.Count == 0)
        {
            return null;
        }

        for (var count = Math.Min(_shown.Count, PersonalizeLimits.MaxImpressionItems); ; count--)
        {
            List<string> items = [.. _shown.Take(count)];
            if (!items.Contains(clicked))
            {
                items.Add(clicked);
            }

            if (
                items.Count <= PersonalizeLimits.MaxImpressionItems
                && string.Join('|', items).EnumerateRunes().Count() <= PersonalizeLimits.MaxImpressionLength
            )
            {
                return items;
            }
        }
    }

    /// <summary>The item attribute of a content, or its only attribute.</summary>
    string? ShownItem(JsonElement? content)
    {
        var ours = Attributes(content).Where(attribute => attribute.Source == "dataset").ToList();
        var item = ours.Find(attribute => attribute.Name == _settings.ItemAttribute);
        return (item ?? (ours is [var only] ? only : null))?.Value.Id();
    }

    static IEnumerable<Attribute> Attributes(JsonElement? entity) =>
        entity
            .Member("attributes")
            .Items()
            .Select(attribute => new Attribute(
                attribute.Member("source").Text(),
                attribute.Member("attribute").Text(),
                attribute.Member("value")
            ));

    /// <summary>Path segments and query values, decoded; not host, parameter names or fragment.</summary>
    static IEnumerable<string> Parts(string url)
    {
        var halves = url.Split('#')[0].Split('?', 2);
        var path = Regex.Replace(
            halves[0],
            @"^([^/]*:)?//[^/]*",
            "",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
        var values = halves
            .Skip(1)
            .SelectMany(query => query.Split('&'))
            .Where(parameter => parameter.Contains('='))
            .Select(parameter => parameter.Split('=', 2)[1]);
        return path.Split('/').Concat(values).Select(Uri.UnescapeDataString);
    }

    sealed record Attribute(string? Source, string? Name, JsonElement? Value)
    {
        public bool Is(string source, string name) => Source == source && Name == name;
    }
}
