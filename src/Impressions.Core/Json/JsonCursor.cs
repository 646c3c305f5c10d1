using System.Buffers;

namespace Impressions;

/// <summary>The next member of an object or item of an array, without reading what is inside it.</summary>
ref struct JsonCursor
{
    static readonly SearchValues<byte> QuotesAndBrackets = SearchValues.Create("\"{}[]"u8);
    static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    readonly ReadOnlySpan<byte> _text;
    int _at;

    /// <param name="container">A well-formed object or array, or nothing, which has nothing in it.</param>
    public JsonCursor(ReadOnlySpan<byte> container)
    {
        _text = container;
        _at = container.IsEmpty ? 0 : 1; // after the bracket
    }

    public bool TryReadValue(out JsonValue value)
    {
        SkipToToken();
        if (_at >= _text.Length - 1) // the closing bracket, or nothing at all
        {
            value = default;
            return false;
        }

        var start = _at;
        _at = EndOfValue(start);
        value = new JsonValue(_text[start.._at]);
        return true;
    }

    /// <summary>Between two tokens stand only white space, commas and colons.</summary>
    void SkipToToken()
    {
        while (
            _at < _text.Length
            && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)':'
        )
        {
            _at++;
        }
    }

    readonly int EndOfValue(int start) =>
        _text[start] switch
        {
            (byte)'"' => EndOfText(start),
            (byte)'{' or (byte)'[' => EndOfContainer(start),
            _ => start + _text[start..].IndexOfAny(ScalarEnds),
        };

    readonly int EndOfText(int quote)
    {
        for (var at = quote + 1; ; at += 2) // a backslash and what it escapes
        {
            at += _text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (_text[at] == (byte)'"')
            {
                return at + 1;
            }
        }
    }

    readonly int EndOfContainer(int bracket)
    {
        var depth = 0;
        for (var at = bracket; ; )
        {
            at += _text[at..].IndexOfAny(QuotesAndBrackets);
            switch (_text[at])
            {
                case (byte)'"':
                    at = EndOfText(at);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            at++;
            if (depth == 0)
            {
                return at;
            }
        }
    }
}

/// <summary>Enumerates an object.</summary>
ref struct JsonMembers(ReadOnlySpan<byte> container)
{
    JsonCursor _cursor = new(container);
    JsonValue _name;

    /// <summary>The value of the member at hand.</summary>
    public JsonValue Current { get; private set; }

    /// <summary>Whether the member at hand has this name.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) => _name.TextIs(name);

    public bool MoveNext()
    {
        if (!_cursor.TryReadValue(out _name) || !_cursor.TryReadValue(out var value))
        {
            return false;
        }

        Current = value;
        return true;
    }
}

/// <summary>Enumerates an array.</summary>
ref struct JsonItems(ReadOnlySpan<byte> container)
{
    JsonCursor _cursor = new(container);

    public JsonValue Current { get; private set; }

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        var success = _cursor.TryReadValue(out var value);
        Current = value;
        return success;
    }
}
