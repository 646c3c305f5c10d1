using System.Text.Json;

namespace Impressions;

/// <summary>The one place that decides whether a column is JSON.</summary>
static class JsonColumn
{
    /// <summary>
    /// Deepest nesting (levels). Snowplow's own schemas stay under 8; hostile input must not reach the stack.
    /// </summary>
    public const int MaxDepth = 64;

    /// <summary>False when the column is not one JSON value, text after it included, or nests too deep.</summary>
    public static bool TryRead(ReadOnlySpan<byte> column, out JsonValue value)
    {
        value = default;
        var json = new Utf8JsonReader(column, new JsonReaderOptions { MaxDepth = MaxDepth });
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
