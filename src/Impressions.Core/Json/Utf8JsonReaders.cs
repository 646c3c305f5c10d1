using System.Text.Json;

namespace Impressions;

/// <summary>What <see cref="Utf8JsonReader"/> can do itself, but for throwing on half a surrogate pair.</summary>
static class Utf8JsonReaders
{
    /// <summary>The member's name or the text at hand, its escapes resolved.</summary>
    public static ReadOnlySpan<byte> Text(this ref Utf8JsonReader json) =>
        json.ValueIsEscaped ? JsonEscapes.Resolve(json.ValueSpan) : json.ValueSpan;

    public static bool TextIs(this ref Utf8JsonReader json, ReadOnlySpan<byte> text) =>
        json.Text().SequenceEqual(text);
}
