using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Impressions.Core.Kinesis;

/// <summary>What differs from record to record of a payload.</summary>
enum RecordValue
{
    PartitionKey,
    SequenceNumber,
    Data,
    ArrivalTime,
    EventId,
}

/// <summary>
/// What stands around the values of a record, as places in its payload. Lambda writes all records of a payload alike: where
/// the same bytes stand around the values of another one, they mean the same and need not be read again.
/// </summary>
struct RecordShape
{
    Stretches _stretches;
    int _count;
    int _end; // of the value added last
    int _seen; // a bit for each value
    bool _isAmbiguous;

    /// <summary>True for the shape of a whole record of which each value counts.</summary>
    public bool IsKnown { readonly get; private set; }

    /// <summary>What stands in front of each value, in their order.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<Stretch> BeforeValues => ((ReadOnlySpan<Stretch>)_stretches)[.._count];

    /// <summary>What stands behind the last value.</summary>
    public (int Start, int Length) AfterValues { readonly get; private set; }

    /// <param name="start">Of the record.</param>
    public void Begin(int start)
    {
        (_count, _end, _seen) = (0, start, 0);
        (IsKnown, _isAmbiguous) = (false, false);
    }

    public void Add(RecordValue value, int start, int end)
    {
        var bit = 1 << (int)value;
        if ((_seen & bit) != 0)
        {
            _isAmbiguous = true; // the last one counts
            return;
        }

        _stretches[_count++] = new Stretch(_end, start - _end, value);
        _end = end;
        _seen |= bit;
    }

    /// <summary>What was added counts no longer, the event's id apart: another <c>kinesis</c> member has begun.</summary>
    public void ForgetKinesis() => _isAmbiguous |= (_seen & ~(1 << (int)RecordValue.EventId)) != 0;

    /// <param name="end">Of the record.</param>
    public void Complete(int end)
    {
        AfterValues = (_end, end - _end);
        IsKnown = !_isAmbiguous;
    }

    /// <param name="Start">Behind the value before.</param>
    /// <param name="Length">Up to this value (bytes).</param>
    public readonly record struct Stretch(int Start, int Length, RecordValue Value);

    [InlineArray((int)RecordValue.EventId + 1)]
    struct Stretches
    {
        Stretch _first;
    }
}
