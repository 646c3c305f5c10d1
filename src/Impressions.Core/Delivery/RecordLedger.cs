using System.Buffers;

namespace Impressions.Core.Delivery;

/// <summary>How a Kinesis record ends. Where its events end differently, the highest of their fates is the record's.</summary>
enum RecordFate : byte
{
    /// <summary>Nothing in it was for Personalize.</summary>
    Skipped,

    /// <summary>Personalize accepted all of its interactions.</summary>
    Sent,

    /// <summary>Something in it can never be sent, and was stored or logged as the settings say.</summary>
    DeadLetter,

    /// <summary>Lambda delivers it again.</summary>
    BatchItemFailure,
}

/// <summary>
/// Which records of an invocation are complete. A record counts as failed from when it is opened until it was read to its end
/// and everything in it is complete, so that what is forgotten is delivered again, not lost.
/// </summary>
sealed class RecordLedger
{
    readonly List<Entry> _entries = [];

    /// <summary>The sequence numbers of all records, one behind the other.</summary>
    readonly ArrayBufferWriter<byte> _sequenceNumbers = new();

    public int Count => _entries.Count;

    /// <summary>Fate by position (0-based, in the order of the payload).</summary>
    public RecordFate this[int position] =>
        _entries[position] is { Pending: 0 } complete ? complete.Fate : RecordFate.BatchItemFailure;

    public void Clear()
    {
        _entries.Clear();
        _sequenceNumbers.ResetWrittenCount();
    }

    /// <returns>The record's position.</returns>
    public int Open(ReadOnlySpan<byte> sequenceNumber)
    {
        var start = _sequenceNumbers.WrittenCount;
        _sequenceNumbers.Write(sequenceNumber);
        var range = start.._sequenceNumbers.WrittenCount;
        _entries.Add(new Entry(range, Pending: 1, RecordFate.Skipped)); // its own end is pending
        return _entries.Count - 1;
    }

    public ReadOnlySpan<byte> SequenceNumber(int position) => SequenceNumber(_entries[position]);

    /// <summary>One more thing must be complete before the record is.</summary>
    public void AddPending(int position) =>
        _entries[position] = _entries[position] with { Pending = _entries[position].Pending + 1 };

    /// <summary>One thing that was pending came to this fate.</summary>
    public void Complete(int position, RecordFate fate)
    {
        var entry = _entries[position];
        var worse = fate > entry.Fate ? fate : entry.Fate;
        _entries[position] = entry with { Pending = entry.Pending - 1, Fate = worse };
    }

    public int CountOf(RecordFate fate)
    {
        var count = 0;
        for (var position = 0; position < _entries.Count; position++)
        {
            count += this[position] == fate ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The lowest sequence number among the failed records, from where Lambda delivers again; empty when none failed.
    /// </summary>
    public ReadOnlySpan<byte> LowestFailed()
    {
        ReadOnlySpan<byte> lowest = default;
        foreach (var entry in _entries)
        {
            var number = SequenceNumber(entry);
            if (entry.Pending > 0 && (lowest.IsEmpty || IsLower(number, lowest)))
            {
                lowest = number;
            }
        }

        return lowest;
    }

    ReadOnlySpan<byte> SequenceNumber(Entry entry) => _sequenceNumbers.WrittenSpan[entry.SequenceNumber];

    /// <summary>Sequence numbers are too long for an integer; without leading zeros the shorter one is the lower one.</summary>
    static bool IsLower(ReadOnlySpan<byte> number, ReadOnlySpan<byte> than) =>
        number.Length == than.Length ? number.SequenceCompareTo(than) < 0 : number.Length < than.Length;

    readonly record struct Entry(Range SequenceNumber, int Pending, RecordFate Fate);
}
