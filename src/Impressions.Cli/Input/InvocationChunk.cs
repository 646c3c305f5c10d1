using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Input;

/// <summary>Collects the records of an invocation.</summary>
/// <param name="limit">Most of them.</param>
sealed class InvocationChunk(int limit)
{
    /// <summary>Of the records; not collected as long as all are lines, which differ by their places.</summary>
    readonly HashSet<string> _sequenceNumbers = new(StringComparer.Ordinal);
    List<InputRecord> _records = [];
    bool _hasOthersThanLines;
    int _bytes;

    public int Count => _records.Count;

    /// <summary>
    /// False when what there is must be taken first. One record alone always has room. Two of the same sequence number, of two
    /// shards, do not go together: by it the function names what failed.
    /// </summary>
    public bool HasRoomFor(in InputRecord record) =>
        _records.Count == 0
        || (
            _records.Count < limit
            && _bytes + record.Length <= Payload.BytesPerInvocation
            && !((_hasOthersThanLines || !record.Name.IsOfLine) && HasSequenceNumberOf(record))
        );

    public void Add(in InputRecord record)
    {
        _records.Add(record);
        _hasOthersThanLines |= !record.Name.IsOfLine;
        _bytes += record.Length;
    }

    /// <summary>The records so far; the next one starts empty.</summary>
    public IReadOnlyList<InputRecord> Take()
    {
        var taken = _records;
        _records = [];
        _sequenceNumbers.Clear();
        (_bytes, _hasOthersThanLines) = (0, false);
        return taken;
    }

    bool HasSequenceNumberOf(in InputRecord record)
    {
        for (var known = _sequenceNumbers.Count; known < _records.Count; known++)
        {
            _ = _sequenceNumbers.Add(_records[known].SequenceNumber);
        }

        return _sequenceNumbers.Contains(record.SequenceNumber);
    }
}
