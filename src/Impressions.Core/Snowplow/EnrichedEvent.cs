using System.Numerics;
using System.Runtime.Intrinsics;

namespace Impressions.Core.Snowplow;

/// <summary>
/// One enriched event, seen where it lies: the line and the end of each of its columns. Nothing is copied, and
/// a column costs nothing until it is read.
/// </summary>
readonly ref struct EnrichedEvent
{
    /// <summary>Columns of an enriched event (columns); Snowplow's canonical event model.</summary>
    public const int ColumnCount = 131;

    /// <summary>So many are looked through at a time (bytes).</summary>
    const int BlockBytes = 64;

    readonly ReadOnlySpan<int> _ends;

    EnrichedEvent(ReadOnlySpan<byte> line, ReadOnlySpan<int> ends)
    {
        Line = line;
        _ends = ends;
    }

    /// <summary>The whole line, without its newline.</summary>
    public ReadOnlySpan<byte> Line { get; }

    /// <summary>The bytes of one column, without its tab; empty when the tracker sent nothing.</summary>
    public ReadOnlySpan<byte> this[EnrichedColumn column] => At((int)column);

    /// <summary>The bytes of the column at a position from 0 to 130.</summary>
    public ReadOnlySpan<byte> At(int position)
    {
        var start = position == 0 ? 0 : _ends[position - 1] + 1;
        return Line[start.._ends[position]];
    }

    /// <summary>
    /// The name of the event on a line, before it is known where all its columns are: most events are not selected by
    /// their name, and a name stands five columns from the end.
    /// </summary>
    /// <param name="name">Garbage when the answer is false.</param>
    /// <returns>False when the line does not have exactly 131 columns.</returns>
    public static bool TryReadName(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (line.Count((byte)'\t') != ColumnCount - 1)
        {
            return false;
        }

        var column = ColumnCount - 1;
        var end = line.Length;
        for (var blockEnd = line.Length; ; blockEnd -= BlockBytes)
        {
            var block = Math.Max(0, blockEnd - BlockBytes); // the first one overlaps the one behind it
            var tabs = TabsOf(line[block..]) & (ulong.MaxValue >> (BlockBytes - (blockEnd - block)));
            while (tabs != 0)
            {
                var last = BitOperations.Log2(tabs);
                if (column-- == (int)EnrichedColumn.EventName)
                {
                    name = line[(block + last + 1)..end];
                    return true;
                }

                end = block + last;
                tabs ^= 1UL << last;
            }
        }
    }

    /// <summary>False when the line does not have exactly 131 columns.</summary>
    /// <param name="line">One line without its newline; must outlive the event.</param>
    /// <param name="ends">Room for <see cref="ColumnCount"/> positions; must outlive the event.</param>
    /// <param name="enriched">Garbage when the answer is false.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, Span<int> ends, out EnrichedEvent enriched)
    {
        ends = ends[..ColumnCount];
        var tabs = FindTabs(line, ends[..(ColumnCount - 1)]);
        ends[ColumnCount - 1] = line.Length;
        enriched = new EnrichedEvent(line, ends);
        return tabs == ColumnCount - 1;
    }

    /// <summary>
    /// A bit for each of the first 64 bytes, the lowest for the first. The compiler makes of it what the machine has, so there
    /// is one path to test.
    /// </summary>
    static ulong TabsOf(ReadOnlySpan<byte> bytes) =>
        Vector512.Equals(Vector512.Create(bytes), Vector512.Create((byte)'\t')).ExtractMostSignificantBits();

    /// <summary>Writes where the tabs are; -1 when there are more than there is room for.</summary>
    static int FindTabs(ReadOnlySpan<byte> line, Span<int> positions)
    {
        var count = 0;
        var at = 0;
        for (; at <= line.Length - BlockBytes; at += BlockBytes)
        {
            var tabs = TabsOf(line[at..]);
            if (count + BitOperations.PopCount(tabs) > positions.Length)
            {
                return -1;
            }

            for (; tabs != 0; tabs &= tabs - 1)
            {
                positions[count++] = at + BitOperations.TrailingZeroCount(tabs);
            }
        }

        for (; at < line.Length; at++)
        {
            if (line[at] != (byte)'\t')
            {
                continue;
            }

            if (count == positions.Length)
            {
                return -1;
            }

            positions[count++] = at;
        }

        return count;
    }
}
