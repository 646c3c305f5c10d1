using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Impressions.Core.Json;

namespace Impressions.Core.Tests.Reference;

/// <summary>JSON as the specification wants it read, on the framework's documents. Absent is null.</summary>
static class ReferenceJson
{
    /// <summary>Null when the bytes are not one JSON value, or nest deeper than 64 levels.</summary>
    public static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument
                .Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonTape.MaxDepth })
                .RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The last member of that name; null when there is none, or the value is no object.</summary>
    public static JsonElement? Member(this JsonElement? json, string name) =>
        json.Members(name).LastOrDefault();

    /// <summary>All members of that name.</summary>
    public static IEnumerable<JsonElement?> Members(this JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } value
            ? value
                .EnumerateObject()
                .Where(member => Unescape(JsonMarshal.GetRawUtf8PropertyName(member)) == name)
                .Select(member => (JsonElement?)member.Value)
            : [];

    public static IEnumerable<JsonElement?> Items(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray().Select(item => (JsonElement?)item)
            : [];

    /// <summary>Null when the value is no text.</summary>
    public static string? Text(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.String } text
            ? Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1])
            : null;

    /// <summary>A text, or a number as it is written; else null.</summary>
    public static string? Id(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Number } number
            ? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(number))
            : json.Text();

    static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var unescaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                _ = unescaped.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                _ = unescaped.Append(
                    (char)
                        ushort.Parse(
                            text.AsSpan(i + 1, 4),
                            NumberStyles.AllowHexSpecifier,
                            CultureInfo.InvariantCulture
                        )
                );
                i += 4;
                continue;
            }

            var letter = "bfnrt".IndexOf(text[i], StringComparison.Ordinal);
            _ = unescaped.Append(letter < 0 ? text[i] : "\b\f\n\r\t"[letter]);
        }

        // Encoding makes U+FFFD of half a surrogate pair.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(unescaped.ToString()));
    }
}
