using System.Text.Json;

namespace Impressions;

/// <summary>How a column that should be JSON is opened and checked.</summary>
static class JsonColumn
{
    /// <summary>
    /// Deepest nesting (levels). Snowplow's own schemas stay under 8; hostile input must not reach the stack.
    /// </summary>
    public const int MaxDepth = 64;

    /// <summary>A reader that throws <see cref="JsonException"/> where the column is no JSON, or nests too deep.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> column) =>
        new(column, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>False when the column is not one JSON value, text after it included, or nests too deep.</summary>
    public static bool TryRead(ReadOnlySpan<byte> column, out JsonValue value)
    {
        value = default;
        var json = Open(column);
        try
        {
            while (json.Read())
            {
                // to the end: what is well-formed up to its end needs no check afterwards
            }
        }
        catch (JsonException) // the reader knows no other way to say no
        {
            return false;
        }

        value = new JsonValue(column.Trim(" \t\r\n"u8));
        return true;
    }
}
