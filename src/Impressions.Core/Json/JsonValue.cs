using System.Globalization;
using System.Text;

namespace Impressions.Core.Json;

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
/// One JSON value where it lies in a column that a <see cref="JsonTape"/> has read: nothing here checks again. What is
/// asked of a value of another kind is empty, never an exception.
/// </summary>
/// <param name="json">The whole text.</param>
/// <param name="tokens">The value's own, and all behind it; none when there is no value.</param>
readonly ref struct JsonValue(ReadOnlySpan<byte> json, ReadOnlySpan<JsonToken> tokens)
{
    readonly ReadOnlySpan<byte> _json = json;
    readonly ReadOnlySpan<JsonToken> _tokens = tokens;

    /// <summary>From its own to the text's last.</summary>
    public int TokensToTheEnd => _tokens.Length;

    /// <summary>Its own token and those of all that is in it; 0 when it is absent or does not begin so.</summary>
    public int SpanOf(byte first) => !_tokens.IsEmpty && _tokens[0].First == first ? _tokens[0].Span : 0;

    /// <summary>The same of what is so many tokens behind its own, inside it.</summary>
    public int SpanAt(int offset) => _tokens[offset].Span;

    /// <summary>The value as it is written, quotes, braces and escapes included.</summary>
    public ReadOnlySpan<byte> Raw => _tokens.IsEmpty ? default : _json[_tokens[0].Start.._tokens[0].End];

    public JsonKind Kind =>
        _tokens.IsEmpty
            ? JsonKind.Absent
            : _tokens[0].First switch
            {
                (byte)'"' => JsonKind.Text,
                (byte)'{' => JsonKind.Object,
                (byte)'[' => JsonKind.Array,
                (byte)'t' or (byte)'f' => JsonKind.Boolean,
                (byte)'n' => JsonKind.Null,
                _ => JsonKind.Number,
            };

    /// <summary>The members of an object, in order, repeated names included: who reads them lets the last one win.</summary>
    public JsonMembers Members => new(this);

    /// <summary>The items of an array, in order.</summary>
    public JsonItems Items => new(this);

    /// <summary>The text's UTF-8 with its escapes resolved; copied only when it has some. Empty for other kinds.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            if (!IsText)
            {
                return default;
            }

            return _tokens[0].HasEscapes ? JsonEscapes.Resolve(Content) : Content;
        }
    }

    /// <summary>What is so many tokens behind the value's own, inside it.</summary>
    public JsonValue Inner(int offset) => new(_json, _tokens[offset..]);

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

    public bool TextIs(ReadOnlySpan<byte> text)
    {
        if (!IsText)
        {
            return text.IsEmpty;
        }

        return _tokens[0].HasEscapes
            // an escape is longer than what it stands for
            ? Content.Length > text.Length && JsonEscapes.Resolve(Content).AsSpan().SequenceEqual(text)
            : Content.SequenceEqual(text);
    }

    /// <summary>
    /// What serves as an id: a text as it is, a number as it is written (18 digits would not survive a double).
    /// Empty for every other kind; what is not UTF-8 becomes U+FFFD.
    /// </summary>
    public string Id => Encoding.UTF8.GetString(IdUtf8);

    /// <summary>The <see cref="Id"/> as it stands.</summary>
    public ReadOnlySpan<byte> IdUtf8 =>
        Kind switch
        {
            JsonKind.Text => Utf8,
            JsonKind.Number => Raw,
            _ => default,
        };

    /// <summary>A number as a double, which may be infinite; null for every other kind.</summary>
    public double? Number =>
        Kind == JsonKind.Number
        && double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    bool IsText => !_tokens.IsEmpty && _tokens[0].First == (byte)'"';

    /// <summary>Of a text, as it is written, without its quotes.</summary>
    ReadOnlySpan<byte> Content => _json[(_tokens[0].Start + 1)..(_tokens[0].End - 1)];
}
