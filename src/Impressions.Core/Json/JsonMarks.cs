using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Impressions.Core.Json;

/// <summary>
/// Finds the bytes of a JSON text that mean something: brackets, commas and colons outside texts, the quotes around
/// texts, and where anything else begins outside them. 64 bytes a step, a bit for each, so that what is inside a text
/// costs next to nothing (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", section 3.1); the compiler makes
/// of it what the machine has.
/// </summary>
/// <param name="room">For the last block: <see cref="BlockBytes"/>.</param>
ref struct JsonMarks(ReadOnlySpan<byte> json, Span<byte> room)
{
    /// <summary>So many are looked at in one step.</summary>
    public const int BlockBytes = 64;

    readonly ReadOnlySpan<byte> _json = json;
    readonly Span<byte> _room = room;
    int _nextBlock;

    // What the block before leaves to the next one.
    ulong _inText; // all bits, or none
    ulong _escaped; // bit 0
    ulong _other; // bit 0

    /// <summary>Of the text (bytes).</summary>
    public readonly int Length => _json.Length;

    /// <summary>Where the block at hand starts.</summary>
    public int Block { get; private set; }

    /// <summary>True when there was a backslash so far.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>True when a control character stood inside a text.</summary>
    public bool AreBroken { get; private set; }

    /// <summary>Goes on to the next block with marks.</summary>
    /// <returns>A bit for each of its bytes, the lowest for its first; 0 when there is no such block any more.</returns>
    public ulong NextBlock()
    {
        var marks = 0UL;
        while (marks == 0 && _nextBlock < _json.Length)
        {
            Block = _nextBlock;
            _nextBlock += BlockBytes;
            var rest = _json[Block..];
            if (rest.Length < BlockBytes)
            {
                _room.Fill((byte)' ');
                rest.CopyTo(_room);
                rest = _room;
            }

            marks = MarksOf(Vector512.Create(rest));
        }

        return marks;
    }

    /// <summary>First what the whole block is needed for, so that it stays where it was loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ulong MarksOf(Vector512<byte> block)
    {
        var controls = Vector512.LessThan(block, Vector512.Create((byte)' ')).ExtractMostSignificantBits();
        var folded = block | Vector512.Create((byte)0x20); // square brackets become braces, and nothing else does
        var structure = Places(folded, '{') | Places(folded, '}') | Places(block, ',') | Places(block, ':');
        var space = Places(block, ' ');
        if (controls != 0)
        {
            space |= Places(block, '\t') | Places(block, '\r') | Places(block, '\n');
        }

        var quotes = Places(block, '"');
        var backslashes = Places(block, '\\');
        if ((backslashes | _escaped) != 0) // hardly ever
        {
            quotes &= ~Escaped(backslashes);
        }

        var inText = ToggledBy(quotes) ^ _inText; // from an opening quote to before the closing one
        _inText = (ulong)((long)inText >> 63);
        AreBroken |= (controls & inText) != 0;
        var other = ~(structure | space | quotes | inText);
        var begun = other & ~((other << 1) | _other);
        _other = other >> 63;
        return (structure & ~inText) | quotes | begun;
    }

    /// <summary>What a backslash escapes: the byte after it, unless it is escaped itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // out of the way of what every block needs
    ulong Escaped(ulong backslashes)
    {
        var escaped = _escaped;
        _escaped = 0;
        HasEscapes |= backslashes != 0;
        for (; backslashes != 0; backslashes &= backslashes - 1)
        {
            var backslash = backslashes & (ulong)-(long)backslashes;
            if ((escaped & backslash) == 0)
            {
                escaped |= backslash << 1;
                _escaped |= backslash >> 63;
            }
        }

        return escaped;
    }

    /// <summary>All bits from each odd one on, up to before the next even one.</summary>
    static ulong ToggledBy(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    static ulong Places(Vector512<byte> block, char character) =>
        Vector512.Equals(block, Vector512.Create((byte)character)).ExtractMostSignificantBits();
}
