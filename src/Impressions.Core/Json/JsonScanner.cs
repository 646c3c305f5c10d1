using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Impressions.Core.Json;

/// <summary>
/// Goes through a JSON text once, from what is known to come to what comes, and passes over the rest. Takes exactly what
/// <c>Utf8JsonReader</c> takes (tests hold the two against each other), and leaves a text's content to its reader, who may know
/// a faster way to its end.
/// </summary>
/// <exception cref="JsonException">The text is not JSON, or something else comes.</exception>
ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    /// <summary>Deepest nesting (levels), the framework's own limit.</summary>
    const int MaxDepth = 64;

    readonly ReadOnlySpan<byte> _json = json;
    int _depth;
    bool _isFirst; // nothing was taken yet of the container at hand

    /// <summary>Where the next byte to be taken is.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the text taken last has an escape.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>All that is not taken yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _json[Position..];

    /// <summary>The first byte of what comes next, white space left behind; 0 when nothing does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // there is hardly ever white space
    public byte Peek() =>
        Position < _json.Length && _json[Position] > ' ' ? _json[Position] : PeekBehindSpace();

    /// <summary>Takes <c>{</c> or <c>[</c>.</summary>
    public void Enter(byte bracket)
    {
        Take(bracket);
        _depth++;
        _isFirst = true;
    }

    /// <summary>Takes a member's name and its colon, or the object's end.</summary>
    /// <param name="name">As it is written, without quotes.</param>
    /// <returns>False at the end.</returns>
    public bool TryTakeName(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!TryReachPart((byte)'}'))
        {
            return false;
        }

        name = TakeText();
        Take((byte)':');
        return true;
    }

    /// <summary>Stands before an array's next item, or takes the array's end.</summary>
    /// <returns>False at the end.</returns>
    public bool TryReachItem() => TryReachPart((byte)']');

    /// <summary>Takes a text.</summary>
    /// <returns>Its content as it is written: see <see cref="HasEscapes"/>.</returns>
    public ReadOnlySpan<byte> TakeText()
    {
        Take((byte)'"');
        var start = Position;
        var end = EndOfPlain(start);
        if (end == _json.Length || _json[end] != (byte)'"')
        {
            return TakeEscapedText(start, end);
        }

        HasEscapes = false;
        Position = end + 1;
        return _json[start..end];
    }

    /// <summary>Takes so many bytes, of which the caller knows what they are.</summary>
    public void Advance(int bytes) => Position += bytes;

    /// <summary>Takes a value, whatever is in it.</summary>
    /// <returns>As it is written.</returns>
    public ReadOnlySpan<byte> TakeValue()
    {
        var first = Peek();
        var start = Position;
        switch (first)
        {
            case (byte)'"':
                _ = TakeText();
                break;
            case (byte)'{' or (byte)'[':
                var nested = new Utf8JsonReader(Rest, new JsonReaderOptions { MaxDepth = MaxDepth - _depth });
                _ = nested.Read();
                nested.Skip();
                Position += (int)nested.BytesConsumed;
                break;
            default:
                var length = Position < _json.Length ? JsonScalars.Length(Rest) : 0;
                Expect(length > 0);
                Position += length;
                break;
        }

        return _json[start..Position];
    }

    /// <summary>Nothing may come any more.</summary>
    public void ExpectEnd()
    {
        _ = Peek();
        Expect(Position == _json.Length);
    }

    byte PeekBehindSpace()
    {
        for (; Position < _json.Length; Position++)
        {
            if (_json[Position] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return _json[Position];
            }
        }

        return 0;
    }

    /// <param name="start">Of the text's content.</param>
    /// <param name="at">Where it is plain no longer.</param>
    ReadOnlySpan<byte> TakeEscapedText(int start, int at)
    {
        HasEscapes = true;
        for (; ; at = EndOfPlain(Math.Min(at + 2, _json.Length)))
        {
            Expect(at < _json.Length && _json[at] >= ' '); // no control character
            if (_json[at] == (byte)'"')
            {
                break;
            }
        }

        var content = _json[start..at];
        Expect(JsonScalars.AreEscapesSound(content));
        Position = at + 1;
        return content;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryReachPart(byte end)
    {
        var next = Peek();
        if (next == end)
        {
            Position++;
            _depth--;
            _isFirst = false; // of what it is in
            return false;
        }

        if (!_isFirst)
        {
            Expect(next == (byte)',');
            Position++;
        }

        _isFirst = false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Take(byte expected)
    {
        Expect(Peek() == expected);
        Position++;
    }

    /// <summary>The first byte from there on that does not just stand in a text: a quote, a backslash, a control character, or the end.</summary>
    readonly int EndOfPlain(int start)
    {
        var at = start;
        ref var first = ref MemoryMarshal.GetReference(_json);
        for (; at <= _json.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            var ends = (
                Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes, Vector256.Create((byte)' '))
            ).ExtractMostSignificantBits();
            if (ends != 0)
            {
                return at + BitOperations.TrailingZeroCount(ends);
            }
        }

        while (at < _json.Length && _json[at] is >= (byte)' ' and not ((byte)'"' or (byte)'\\'))
        {
            at++;
        }

        return at;
    }

    static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException("Something else was expected.");
        }
    }
}
