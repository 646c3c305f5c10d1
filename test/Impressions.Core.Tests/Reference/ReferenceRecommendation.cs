using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Core.Tests.Reference;

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
            .LastOrDefault(id => id is not null && !ReferenceIdentity.IsNobody(id));
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
                    id is not null
                    && !ReferenceIdentity.IsNobody(id)
                    && id.EnumerateRunes().Count() <= PersonalizeLimits.MaxIdLength
                )
                .Select(id => id!)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The item of whatever was clicked, be it a link or not.</summary>
    public (string? ItemId, ClickedItemRule Rule) Component =>
        _components is [var first, ..]
            ? (first, ClickedItemRule.ItemComponent)
            : (null, ClickedItemRule.None);

    public (string? ItemId, ClickedItemRule Rule) Clicked(string url, string page)
    {
        if (_components.Count > 0)
        {
            return Component;
        }

        var link = url.Trim(' ', '\t', '\r', '\n');
        var isOpaque = Regex.IsMatch(
            link,
            @"^([Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]:|[A-Za-z][A-Za-z0-9+-]*:([^/]|/[^/]|/?\z))",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline
        );
        var isOnPage =
            link.StartsWith('#')
            || (link.Length > 0 && link.Split('#')[0] == page.Trim(' ', '\t', '\r', '\n').Split('#')[0]);
        var isFragment = isOnPage && link.Contains('#');
        var captured =
            isOpaque || isFragment || _settings.ClickedItemPattern == "-"
                ? ""
                : Regex
                    .Match(link, _settings.ClickedItemPattern, RegexOptions.NonBacktracking)
                    .Groups["item"]
                    .Value;
        if (ShownAs(captured) is { } capturedShown)
        {
            return (capturedShown, ClickedItemRule.UrlPattern);
        }

        var naming = isFragment ? link.Split('#', 2)[1].TrimStart('!') : link;
        var named = isOpaque
            ? []
            : Parts(naming).Select(ShownAs).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (named is [var only])
        {
            return (only, ClickedItemRule.UrlMatch);
        }

        if (_shown.Count is 0 or 25 && Usable([Uri.UnescapeDataString(captured)]) is [var item])
        {
            return (item, ClickedItemRule.UrlPattern);
        }

        return _shown switch
        {
            _ when isOpaque || isOnPage => (null, ClickedItemRule.None),
            [var one] => (one, ClickedItemRule.OnlyShown),
            [var first, ..] when _settings.IsFirstPretended => (first, ClickedItemRule.FirstShown),
            _ => (null, ClickedItemRule.None),
        };
    }

    /// <summary>The one of several products that a click is about.</summary>
    public string OneOf(IReadOnlyList<string> products) => _components.Find(products.Contains) ?? products[0];

    /// <summary>The shown item that a part of a URL stands for; null for none.</summary>
    string? ShownAs(string part)
    {
        if (part.Length == 0)
        {
            return null;
        }

        string[] texts = [Uri.UnescapeDataString(part), Uri.UnescapeDataString(part.Replace('+', ' '))];
        var stems = texts
            .Select(text =>
                Regex.Replace(
                    text,
                    @"^(?<stem>.+)\.[A-Za-z][A-Za-z0-9]{1,4}\z",
                    "${stem}",
                    RegexOptions.NonBacktracking | RegexOptions.Singleline
                )
            )
            .ToList();
        var number = stems[0].All(char.IsAsciiDigit) ? $"/{stems[0]}" : "no number";
        var global = _shown.Where(item =>
            item.Contains("://") && item.EndsWith(number, StringComparison.Ordinal)
        );
        return texts.Concat(stems).FirstOrDefault(_shown.Contains)
            ?? (global.ToList() is [var only] ? only : null);
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

    /// <summary>Path segments and query values, as they stand there; not host, parameter names or fragment.</summary>
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
        return path.Split('/').Concat(values);
    }

    sealed record Attribute(string? Source, string? Name, JsonElement? Value)
    {
        public bool Is(string source, string name) => Source == source && Name == name;
    }
}
