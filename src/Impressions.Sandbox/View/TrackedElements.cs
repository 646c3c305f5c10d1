using System.Text;
using System.Text.Json;

namespace Impressions;

/// <summary>What an event says of the elements of its page, whether or not the mapping could use it.</summary>
sealed class TrackedElements
{
    readonly List<string> _names = [];
    readonly List<string> _components = [];
    readonly List<(string Element, string Attribute, string Value)> _dataset = [];

    public TrackedElements(IReadOnlyList<JsonElement> entities)
    {
        foreach (var entity in entities)
        {
            var schema = Text(entity, "schema");
            if (Is(schema, "element"))
            {
                AddElement(entity.GetProperty("data"));
            }
            else if (Is(schema, "component_parents"))
            {
                _components.AddRange(Items(entity.GetProperty("data"), "component_list").Select(Text));
            }
        }
    }

    /// <summary>Of the elements that came with attributes, in order, repeats included.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Of the components around what was clicked.</summary>
    public IReadOnlyList<string> Components => _components;

    /// <summary>The widget of a recommendation is among them, with or without its id.</summary>
    public bool HasRecommendation(ImpressionsOptions options) =>
        _names.Concat(_components).Any(name => IsRecommendation(options, name));

    /// <summary>Some element, whatever its name, has this data attribute with a value.</summary>
    public bool HasAttribute(byte[] attribute) =>
        _dataset.Exists(found =>
            found.Attribute == Encoding.UTF8.GetString(attribute) && found.Value.Length > 0
        );

    /// <summary>The id of the page as it was loaded; empty where no entity tells.</summary>
    public static string PageView(IReadOnlyList<JsonElement> entities) =>
        entities
            .Where(entity => Is(Text(entity, "schema"), "web_page"))
            .Select(entity => Text(entity.GetProperty("data"), "id"))
            .FirstOrDefault("");

    static bool IsRecommendation(ImpressionsOptions options, string name) =>
        options.RecommendationElement?.IsMatch(Encoding.UTF8.GetBytes(name)) == true;

    void AddElement(JsonElement data)
    {
        var name = Text(data, "element_name");
        _names.Add(name);
        foreach (var attribute in Items(data, "attributes"))
        {
            if (Text(attribute, "source") == "dataset")
            {
                _dataset.Add((name, Text(attribute, "attribute"), Text(attribute, "value")));
            }
        }
    }

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
