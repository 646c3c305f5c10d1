using System.Runtime.CompilerServices;

namespace Impressions.Core.Json;

/// <summary>
/// Checks a JSON text and writes down where each of its values lies, in one pass; from then on a value, however much is
/// in it, is passed in one step. Takes exactly what <c>Utf8JsonReader</c> takes (tests hold the two against each other).
/// One tape serves text after text.
/// </summary>
sealed class JsonTape
{
    /// <summary>
    /// Deepest nesting (levels), the framework's own limit. Snowplow's own schemas stay under 8.
    /// </summary>
    public const int MaxDepth = 64;

    const int FirstTokens = 64;

    /// <summary>Most between two commas: containers in each other, each with a name (tokens).</summary>
    const int TokensAtOnce = 2 * (MaxDepth + 1);

    /// <summary>In ASCII a closing bracket stands so far behind its opening one, square or curly.</summary>
    const int ToClosing = 2;

    /// <summary>A tape longer than this is let go with its text, so that one odd event costs no memory for ever (tokens).</summary>
    const int MaxKeptTokens = 64 << 10;

    /// <summary>
    /// Most values of a text, names of members included (tokens): the tape takes 8 MiB of memory then.
    /// </summary>
    public const int MaxTokens = 512 << 10;

    readonly byte[] _lastBlock = new byte[JsonMarks.BlockBytes];

    /// <summary>The containers that are open, the innermost last (tokens).</summary>
    readonly int[] _open = new int[MaxDepth];

    JsonToken[] _tokens = new JsonToken[FirstTokens];
    int _count;

    /// <summary>False when the text is not one JSON value, text after it included, nests too deep, or has too many values.</summary>
    /// <param name="json">Must outlive the value.</param>
    /// <param name="value">Valid until the next text.</param>
    public bool TryRead(ReadOnlySpan<byte> json, out JsonValue value)
    {
        _count = 0;
        if (_tokens.Length > MaxKeptTokens)
        {
            _tokens = new JsonToken[FirstTokens];
        }

        var marks = new JsonMarks(json, _lastBlock);
        var success = TryTake(ref marks, json) && !marks.AreBroken;
        value = success ? At(0, json) : default;
        return success;
    }

    /// <summary>The value or name of a token.</summary>
    /// <param name="json">The text that was read last.</param>
    public JsonValue At(int token, ReadOnlySpan<byte> json) =>
        new(json, _tokens.AsSpan(token, _count - token));

    /// <summary>By which the value is found again: <see cref="At"/>.</summary>
    public int TokenOf(JsonValue value) => _count - value.TokensToTheEnd;

    /// <summary>Takes one value in each round, with its name if it is a member's.</summary>
    bool TryTake(ref JsonMarks marks, ReadOnlySpan<byte> json)
    {
        var cursor = new JsonMarkCursor();
        var depth = 0;
        var isMember = false;
        var mark = cursor.Next(ref marks);
        while (!isMember || TryTakeName(ref marks, ref cursor, ref mark, json))
        {
            var first = ByteAt(json, mark);
            if (first is (byte)'{' or (byte)'[')
            {
                if (depth == MaxDepth)
                {
                    return false;
                }

                _open[depth++] = Add(first, mark);
                mark = cursor.Next(ref marks);
                if (ByteAt(json, mark) != first + ToClosing)
                {
                    isMember = first == (byte)'{';
                    continue;
                }

                Close(_open[--depth], mark);
            }
            else if (!TryTakeLeaf(ref marks, ref cursor, first, mark, json))
            {
                return false;
            }

            for (mark = cursor.Next(ref marks); depth > 0; mark = cursor.Next(ref marks))
            {
                var container = _open[depth - 1];
                var bracket = _tokens[container].First;
                if (ByteAt(json, mark) != bracket + ToClosing)
                {
                    isMember = bracket == (byte)'{';
                    break;
                }

                Close(container, mark);
                depth--;
            }

            if (depth == 0)
            {
                return mark == json.Length;
            }

            if (ByteAt(json, mark) != (byte)',' || _count > MaxTokens - TokensAtOnce)
            {
                return false;
            }

            mark = cursor.Next(ref marks);
        }

        return false;
    }

    /// <summary>Takes a name and its colon, and goes on to the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryTakeName(ref JsonMarks marks, ref JsonMarkCursor cursor, ref int mark, ReadOnlySpan<byte> json)
    {
        if (
            ByteAt(json, mark) != (byte)'"'
            || !TryTakeText(ref marks, ref cursor, mark, json)
            || ByteAt(json, cursor.Next(ref marks)) != (byte)':'
        )
        {
            return false;
        }

        mark = cursor.Next(ref marks);
        return true;
    }

    /// <summary>Takes a value that is no container.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryTakeLeaf(
        ref JsonMarks marks,
        ref JsonMarkCursor cursor,
        byte first,
        int start,
        ReadOnlySpan<byte> json
    ) =>
        first == (byte)'"'
            ? TryTakeText(ref marks, ref cursor, start, json)
            : TryTakeScalar(first, start, json);

    /// <summary>Inside a text there is no mark, so the next one is its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryTakeText(ref JsonMarks marks, ref JsonMarkCursor cursor, int start, ReadOnlySpan<byte> json)
    {
        var end = cursor.Next(ref marks);
        var token = Add((byte)'"', start, end);
        return end < json.Length && (!marks.HasEscapes || TryMarkEscapes(token, json[(start + 1)..end]));
    }

    /// <param name="content">Of a text in a JSON with escapes; perhaps it has none itself.</param>
    bool TryMarkEscapes(int text, ReadOnlySpan<byte> content)
    {
        _tokens[text].HasEscapes = content.Contains((byte)'\\');
        return !_tokens[text].HasEscapes || JsonScalars.AreEscapesSound(content);
    }

    /// <param name="first">0 behind the text, where there is none.</param>
    bool TryTakeScalar(byte first, int start, ReadOnlySpan<byte> json)
    {
        var length = first == 0 ? 0 : JsonScalars.Length(json[start..]);
        _ = Add(first, start, start + length - 1);
        return length > 0;
    }

    /// <param name="last">Its last byte; of a container not known yet.</param>
    /// <returns>The token.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Add(byte first, int start, int last = 0)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _count);
        }

        ref var token = ref _tokens[_count]; // member by member, which measured faster than a new one
        token.Start = start;
        token.End = last + 1;
        token.Span = 1;
        token.First = first;
        token.HasEscapes = false;
        return _count++;
    }

    /// <param name="last">Its last byte.</param>
    void Close(int container, int last)
    {
        ref var closed = ref _tokens[container];
        (closed.End, closed.Span) = (last + 1, _count - container);
    }

    /// <summary>The byte at a mark; 0, which is none, behind the text.</summary>
    static byte ByteAt(ReadOnlySpan<byte> json, int mark) =>
        (uint)mark < (uint)json.Length ? json[mark] : (byte)0;
}
