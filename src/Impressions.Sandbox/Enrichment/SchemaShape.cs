using System.Globalization;
using System.Text.Json;
using Impressions.Core.Mapping;

namespace Impressions.Sandbox.Enrichment;

/// <summary>What a schema allows an object to have.</summary>
/// <param name="IsClosed">Nothing but the properties named.</param>
sealed record SchemaShape(bool IsClosed, IReadOnlyDictionary<string, SchemaProperty> Properties);

/// <summary>What a schema allows one value to be.</summary>
/// <param name="Types">JSON Schema's names of types; <c>any</c> for all.</param>
/// <param name="MaxLength">Of a text (characters); null for any.</param>
/// <param name="Values">The only texts allowed; empty for any.</param>
/// <param name="Least">Of a number; null for any.</param>
/// <param name="Most">Of a number; null for any.</param>
sealed record SchemaProperty(
    bool IsRequired,
    IReadOnlyList<string> Types,
    int? MaxLength,
    IReadOnlyList<string> Values,
    decimal? Least,
    decimal? Most
)
{
    /// <summary>Null when the value is allowed.</summary>
    /// <param name="name">Of the property.</param>
    public SchemaBreach? Breach(string name, JsonElement value)
    {
        var type = TypeOf(value);
        if (
            !Types.Any(allowed =>
                allowed is "any" || allowed == type || (allowed, type) is ("number", "integer")
            )
        )
        {
            var wanted = string.Join(" or ", Types.Select(Article));
            return new($"is {Article(type)}, and its schema wants {wanted}", Converted(name));
        }

        return value.ValueKind switch
        {
            JsonValueKind.String when CodePoints.Count(value.GetString()!) > MaxLength => new(
                $"is longer than {MaxLength} characters",
                IsJson(value.GetString()!)
                    ? $"{name}: …, // shorter before it becomes JSON: a cut would break it"
                    : $"{name}: {name}.slice(0, {MaxLength}),"
            ),
            JsonValueKind.String
                when Values.Count > 0 && !Values.Contains(value.GetString()!, StringComparer.Ordinal) => new(
                $"is none of {string.Join(", ", Values)}",
                $"{name}: \"{Values[0]}\","
            ),
            JsonValueKind.Number
                when value.TryGetDecimal(out var number) && (number < Least || number > Most) => new(
                string.Create(CultureInfo.InvariantCulture, $"is not within {Least} and {Most}"),
                string.Create(CultureInfo.InvariantCulture, $"{name}: …, // {Least} to {Most}")
            ),
            _ => null,
        };
    }

    string Converted(string name) =>
        Types[0] switch
        {
            "string" => $"{name}: String({name}),",
            "number" or "integer" => $"{name}: Number({name}),",
            "boolean" => $"{name}: Boolean({name}),",
            var type => $"{name}: …, // {Article(type)}",
        };

    static bool IsJson(string text) => text.StartsWith('[') || text.StartsWith('{');

    static string TypeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsWhole(value) ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };

    static bool IsWhole(JsonElement number) =>
        number.TryGetDecimal(out var value) && value == decimal.Truncate(value);

    static string Article(string type) =>
        type switch
        {
            "string" => "a text",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "an object",
            _ => type,
        };
}

/// <summary>What a schema does not allow.</summary>
/// <param name="Explanation">The end of a sentence that begins with the property.</param>
/// <param name="Fix">What to write instead.</param>
sealed record SchemaBreach(string Explanation, string Fix);
