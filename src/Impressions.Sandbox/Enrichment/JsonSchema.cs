using System.Text.Json;

namespace Impressions.Sandbox.Enrichment;

/// <summary>
/// What is checked of a JSON schema: types, what is required, lengths, ranges and lists of texts, in objects and lists
/// within as well. Patterns, formats and combinations (<c>oneOf</c>) are left out.
/// </summary>
static class JsonSchema
{
    /// <summary>Adds the shape of an object, and those of the objects within.</summary>
    /// <param name="path">See <see cref="SchemaShapes"/>.</param>
    public static void Add(string path, JsonElement schema, Dictionary<string, SchemaShape> shapes)
    {
        var properties = new Dictionary<string, SchemaProperty>(StringComparer.Ordinal);
        var required = Items(schema, "required")
            .Where(name => name.ValueKind == JsonValueKind.String)
            .Select(name => name.GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var property in Members(schema, "properties"))
        {
            properties[property.Name] = Property(property.Value, required.Contains(property.Name));
            AddWithin($"{path}#{property.Name}", property.Value, shapes);
        }

        foreach (var name in required.Where(name => !properties.ContainsKey(name)))
        {
            properties[name] = new SchemaProperty(true, ["any"], null, [], null, null);
        }

        var isClosed = Find(schema, "additionalProperties") is { ValueKind: JsonValueKind.False };
        shapes[path] = new SchemaShape(isClosed, properties);
    }

    static void AddWithin(string path, JsonElement schema, Dictionary<string, SchemaShape> shapes)
    {
        if (Members(schema, "properties").Any())
        {
            Add(path, schema, shapes);
        }

        if (Find(schema, "items") is { } items && Members(items, "properties").Any())
        {
            Add(path + "[]", items, shapes);
        }
    }

    static SchemaProperty Property(JsonElement schema, bool isRequired) =>
        new(
            isRequired,
            Types(schema),
            Find(schema, "maxLength") is { ValueKind: JsonValueKind.Number } length
            && length.TryGetInt32(out var most)
                ? most
                : null,
            [
                .. Items(schema, "enum")
                    .Where(value => value.ValueKind == JsonValueKind.String)
                    .Select(value => value.GetString()!),
            ],
            Number(schema, "minimum"),
            Number(schema, "maximum")
        );

    static IReadOnlyList<string> Types(JsonElement schema) =>
        Find(schema, "type") switch
        {
            { ValueKind: JsonValueKind.String } type => [type.GetString()!],
            { ValueKind: JsonValueKind.Array } types =>
            [
                .. types
                    .EnumerateArray()
                    .Where(type => type.ValueKind == JsonValueKind.String)
                    .Select(type => type.GetString()!),
            ],
            _ => ["any"],
        };

    static decimal? Number(JsonElement schema, string name) =>
        Find(schema, name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetDecimal(out var value)
            ? value
            : null;

    static IEnumerable<JsonElement> Items(JsonElement schema, string name) =>
        Find(schema, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    static IEnumerable<JsonProperty> Members(JsonElement schema, string name) =>
        Find(schema, name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    static JsonElement? Find(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : null;
}
