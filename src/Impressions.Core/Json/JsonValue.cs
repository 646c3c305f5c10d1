using System.Text;

namespace Impressions;

enum JsonKind : byte
{
    /// <summary>There is no such value.</summary>
    Absent,
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

/// <summary>
/// One JSON value where it lies in a column. Only for text that <see cref="JsonColumn"/> found well-formed: nothing
/// here checks again. What is asked of a value of another kind is empty, never an exception.
/// </summary>
readonly ref struct JsonValue(ReadOnlySpan<byte> raw)
{
    /// <summary>The value as it is written, quotes, braces and escapes included.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    public JsonKind Kind =>
        Raw.IsEmpty
            ? JsonKind.Absent
            : Raw[0] switch
            {
                (byte)'"' => JsonKind.Text,
                (byte)'{' => JsonKind.Object,
                (byte)'[' => JsonKind.Array,
                (byte)'t' or (byte)'f' => JsonKind.Boolean,
                (byte)'n' => JsonKind.Null,
                _ => JsonKind.Number,
            };

    /// <summary>The members of an object, in order, repeated names included: who reads them lets the last one win.</summary>
    public JsonMembers Members => new(Kind == JsonKind.Object ? Raw : default);

    /// <summary>The items of an array, in order.</summary>
    public JsonItems Items => new(Kind == JsonKind.Array ? Raw : default);

    /// <summary>The text's UTF-8 with its escapes resolved; copied only when it has some. Empty for other kinds.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            if (Kind != JsonKind.Text)
            {
                return default;
            }

            var content = Raw[1..^1];
            return content.Contains((byte)'\\') ? JsonEscapes.Resolve(content) : content;
        }
    }

    /// <summary>The last member of that name, as JSON readers agree; absent when there is none.</summary>
    public JsonValue Member(ReadOnlySpan<byte> name)
    {
        JsonValue found = default;
        for (var members = Members; members.MoveNext(); )
        {
            if (members.NameIs(name))
            {
                found = members.Current;
            }
        }

        return found;
    }

    public bool TextIs(ReadOnlySpan<byte> text) => Utf8.SequenceEqual(text);

    /// <summary>
    /// What serves as an id: a text as it is, a number as it is written (18 digits would not survive a double).
    /// Empty for every other kind; what is not UTF-8 becomes U+FFFD.
    /// </summary>
    public string Id =>
        Kind switch
        {
            JsonKind.Text => Encoding.UTF8.GetString(Utf8),
            JsonKind.Number => Encoding.UTF8.GetString(Raw),
            _ => "",
        };
}
