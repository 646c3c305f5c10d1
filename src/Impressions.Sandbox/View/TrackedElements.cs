using System.Text;
using System.Text.Json;
using Impressions.Core;

namespace Impressions.Sandbox.View;

/// <summary>An element of the page as its tracker described it.</summary>
sealed record TrackedElement(string Name, IReadOnlyList<TrackedAttribute> Attributes);

/// <param name="Source">Such as <c>dataset</c> or <c>callback</c>.</param>
sealed record TrackedAttribute(string Source, string Name, string Value);

/// <summary>What an event says of the elements of its page, whether or not the mapping could use it.</summary>
sealed class TrackedElements
{
    readonly List<TrackedElement> _elements = [];
    readonly List<string> _components = [];
    readonly List<(string Parent, TrackedElement Element)> _contents = [];

    public TrackedElements(IReadOnlyList<JsonElement> entities)
    {
        foreach (var entity in entities)
        {
            var schema = Text(entity, "schema");
            if (Is(schema, "element"))
            {
                _elements.Add(Element(entity.GetProperty("data")));
            }
            else if (Is(schema, "element_content"))
            {
                var data = entity.GetProperty("data");
                _contents.Add((Text(data, "parent_name"), Element(data)));
            }
            else if (Is(schema, "component_parents"))
            {
                _components.AddRange(Items(entity.GetProperty("data"), "component_list").Select(Text));
            }
            else if (Is(schema, "web_page"))
            {
                PageView = Text(entity.GetProperty("data"), "id");
            }
        }
    }

    public static TrackedElements None { get; } = new([]);

    /// <summary>In order, repeats included.</summary>
    public IReadOnlyList<TrackedElement> All => _elements;

    /// <summary>Names of the components around what was clicked.</summary>
    public IReadOnlyList<string> Components => _components;

    /// <summary>The id of the page as it was loaded; empty where no entity has it.</summary>
    public string PageView { get; } = "";

    /// <summary>The event carries nothing of element tracking.</summary>
    public bool IsEmpty => _elements.Count == 0 && _components.Count == 0;

    /// <summary>The elements that the settings take for recommendations.</summary>
    public IEnumerable<TrackedElement> Recommendations(ImpressionsOptions options) =>
        _elements.Where(element => IsRecommendation(options, element.Name));

    /// <summary>Some element, whatever its name, has this data attribute with a value.</summary>
    public bool HasAttribute(byte[] attribute) => Values(attribute).Any(value => value.Length > 0);

    /// <summary>The values of a data attribute, on elements of any name.</summary>
    public IEnumerable<string> Values(byte[] attribute)
    {
        var name = Encoding.UTF8.GetString(attribute);
        return _elements
            .SelectMany(element => element.Attributes)
            .Where(found => found.Source == "dataset" && found.Name == name)
            .Select(found => found.Value);
    }

    /// <summary>What a recommendation's callback lists, or else its contents; null where the event has neither.</summary>
    public IReadOnlyList<string>? ShownItems(ImpressionsOptions options)
    {
        var list = Recommendations(options)
            .SelectMany(element => element.Attributes)
            .FirstOrDefault(found => found is { Source: "callback", Name: "shownItems" });
        if (list is not null)
        {
            return Texts(list.Value);
        }

        var contents = _contents.Where(content => IsRecommendation(options, content.Parent)).ToList();
        return contents.Count == 0
            ? null
            : [.. contents.SelectMany(content => content.Element.Attributes).Select(found => found.Value)];
    }

    public static bool IsRecommendation(ImpressionsOptions options, string name) =>
        options.RecommendationElement?.IsMatch(Encoding.UTF8.GetBytes(name)) == true;

    /// <summary>Null unless it is the JSON of a list.</summary>
    static IReadOnlyList<string>? Texts(string json)
    {
        try
        {
            using var list = JsonDocument.Parse(json);
            return list.RootElement.ValueKind == JsonValueKind.Array
                ? [.. list.RootElement.EnumerateArray().Select(item => item.ToString())]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static TrackedElement Element(JsonElement data) =>
        new(Text(data, "element_name"), [.. Items(data, "attributes").Select(Attribute)]);

    static TrackedAttribute Attribute(JsonElement json) =>
        new(Text(json, "source"), Text(json, "attribute"), Text(json, "value"));

    static bool Is(string schema, string name) =>
        schema.StartsWith(
            $"iglu:com.snowplowanalytics.snowplow/{name}/jsonschema/1-",
            StringComparison.Ordinal
        );

    static IEnumerable<JsonElement> Items(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(member, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    static string Text(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value)
            ? Text(value)
            : "";

    static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
