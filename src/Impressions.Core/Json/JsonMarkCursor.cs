using System.Numerics;
using System.Runtime.CompilerServices;

namespace Impressions.Core.Json;

/// <summary>
/// Hands out the marks of a text one by one. Apart from what finds them, and small, so that the compiler can keep it in
/// registers.
/// </summary>
struct JsonMarkCursor
{
    int _block;
    ulong _marks; // of the block, those not handed out yet

    /// <summary>Where the next mark is; behind the text when there is none any more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(ref JsonMarks marks)
    {
        if (_marks == 0)
        {
            _marks = marks.NextBlock();
            _block = marks.Block;
            if (_marks == 0)
            {
                return marks.Length;
            }
        }

        var mark = _block + BitOperations.TrailingZeroCount(_marks);
        _marks &= _marks - 1;
        return mark;
    }
}
