namespace Impressions;

/// <summary>
/// Checks a JSON text and writes down where each of its values lies, in one pass; from then on a value, however much is
/// in it, is passed in one step. Takes exactly what <c>Utf8JsonReader</c> takes (tests hold the two against each other).
/// One tape serves text after text.
/// </summary>
sealed class JsonTape
{
    /// <summary>
    /// Deepest nesting (levels). Snowplow's own schemas stay under 8; hostile input must not reach the stack.
    /// </summary>
    public const int MaxDepth = 64;

    const int FirstTokens = 64;

    /// <summary>A tape longer than this is let go with its text, so that one odd event costs no memory for ever (tokens).</summary>
    const int MaxKeptTokens = 64 << 10;

    JsonToken[] _tokens = new JsonToken[FirstTokens];
    int _count;

    /// <summary>False when the text is not one JSON value, text after it included, or nests too deep.</summary>
    /// <param name="json">Must outlive the value.</param>
    /// <param name="value">Valid until the next text.</param>
    public bool TryRead(ReadOnlySpan<byte> json, out JsonValue value)
    {
        _count = 0;
        if (_tokens.Length > MaxKeptTokens)
        {
            _tokens = new JsonToken[FirstTokens];
        }

        var marks = new JsonMarks(json);
        var success =
            TryTake(ref marks, marks.Next(), json, MaxDepth)
            && marks.Next() == json.Length
            && !marks.AreBroken;
        value = success ? At(0, json) : default;
        return success;
    }

    /// <summary>The value or name of a token.</summary>
    /// <param name="json">The text that was read last.</param>
    public JsonValue At(int token, ReadOnlySpan<byte> json) =>
        new(json, _tokens.AsSpan(token, _count - token));

    /// <summary>By which the value is found again: <see cref="At"/>.</summary>
    public int TokenOf(JsonValue value) => _count - value.TokensToTheEnd;

    /// <summary>Calls itself once for each level.</summary>
    /// <param name="start">The mark of the value.</param>
    /// <param name="levels">So many more are allowed.</param>
    bool TryTake(ref JsonMarks marks, int start, ReadOnlySpan<byte> json, int levels) =>
        marks.At(start) switch
        {
            (byte)'"' => TryTakeText(ref marks, start, json),
            (byte)'{' => levels > 0 && TryTakeObject(ref marks, start, json, levels - 1),
            (byte)'[' => levels > 0 && TryTakeArray(ref marks, start, json, levels - 1),
            0 => false,
            var first => TryTakeScalar(first, start, json),
        };

    bool TryTakeObject(ref JsonMarks marks, int start, ReadOnlySpan<byte> json, int levels)
    {
        var container = Add((byte)'{', start);
        var mark = marks.Next();
        if (marks.At(mark) != (byte)'}')
        {
            for (; ; mark = marks.Next())
            {
                if (
                    marks.At(mark) != (byte)'"'
                    || !TryTakeText(ref marks, mark, json)
                    || marks.At(marks.Next()) != (byte)':'
                    || !TryTake(ref marks, marks.Next(), json, levels)
                )
                {
                    return false;
                }

                mark = marks.Next();
                if (marks.At(mark) != (byte)',')
                {
                    break;
                }
            }
        }

        Close(container, mark);
        return marks.At(mark) == (byte)'}';
    }

    bool TryTakeArray(ref JsonMarks marks, int start, ReadOnlySpan<byte> json, int levels)
    {
        var container = Add((byte)'[', start);
        var mark = marks.Next();
        if (marks.At(mark) != (byte)']')
        {
            for (; ; mark = marks.Next())
            {
                if (!TryTake(ref marks, mark, json, levels))
                {
                    return false;
                }

                mark = marks.Next();
                if (marks.At(mark) != (byte)',')
                {
                    break;
                }
            }
        }

        Close(container, mark);
        return marks.At(mark) == (byte)']';
    }

    /// <summary>Inside a text there is no mark, so the next one is its end.</summary>
    bool TryTakeText(ref JsonMarks marks, int start, ReadOnlySpan<byte> json)
    {
        var end = marks.Next();
        var token = Add((byte)'"', start, end);
        return end < json.Length && (!marks.HasEscapes || TryMarkEscapes(token, json[(start + 1)..end]));
    }

    /// <param name="content">Of a text in a JSON with escapes; perhaps it has none itself.</param>
    bool TryMarkEscapes(int text, ReadOnlySpan<byte> content)
    {
        _tokens[text].HasEscapes = content.Contains((byte)'\\');
        return !_tokens[text].HasEscapes || JsonScalars.AreEscapesSound(content);
    }

    bool TryTakeScalar(byte first, int start, ReadOnlySpan<byte> json)
    {
        var length = JsonScalars.Length(json[start..]);
        _ = Add(first, start, start + length - 1);
        return length > 0;
    }

    /// <param name="last">Its last byte; of a container not known yet.</param>
    /// <returns>The token.</returns>
    int Add(byte first, int start, int last = 0)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _count);
        }

        _tokens[_count] = new JsonToken
        {
            Start = start,
            End = last + 1,
            Span = 1,
            First = first,
        };
        return _count++;
    }

    /// <param name="last">Its last byte.</param>
    void Close(int container, int last)
    {
        ref var closed = ref _tokens[container];
        (closed.End, closed.Span) = (last + 1, _count - container);
    }
}
