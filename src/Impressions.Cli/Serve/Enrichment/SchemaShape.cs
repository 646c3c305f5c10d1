using System.Globalization;
using System.Text.Json;

namespace Impressions;

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
    /// <summary>Why the value is not allowed, as the end of a sentence; null when it is.</summary>
    public string? Problem(JsonElement value)
    {
        var type = TypeOf(value);
        if (
            !Types.Any(allowed =>
                allowed is "any" || allowed == type || (allowed, type) is ("number", "integer")
            )
        )
        {
            return $"is {Article(type)}, and its schema wants {string.Join(" or ", Types.Select(Article))}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.String when CodePoints.Count(value.GetString()!) > MaxLength =>
                $"is longer than {MaxLength} characters",
            JsonValueKind.String
                when Values.Count > 0 && !Values.Contains(value.GetString()!, StringComparer.Ordinal) =>
                $"is none of {string.Join(", ", Values)}",
            JsonValueKind.Number
                when value.TryGetDecimal(out var number) && (number < Least || number > Most) =>
                string.Create(CultureInfo.InvariantCulture, $"is not within {Least} and {Most}"),
            _ => null,
        };
    }

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
