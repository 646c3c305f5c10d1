using Impressions.Core.Kinesis;

namespace Impressions.Core.Mapping;

/// <summary>Where an event came from.</summary>
/// <param name="recordName">Names its record in all streams: Lambda's <c>shard id:sequence number</c>.</param>
/// <param name="line">0-based, among all events of the record.</param>
/// <param name="arrivalMilliseconds">When its record reached the stream (since 1970-01-01 UTC).</param>
readonly ref struct EventOrigin(ReadOnlySpan<byte> recordName, int line, long arrivalMilliseconds)
{
    public EventOrigin(in KinesisRecord record, int line)
        : this(
            record.EventId.IsEmpty ? record.SequenceNumber : record.EventId,
            line,
            record.ArrivalMilliseconds
        ) { }

    public ReadOnlySpan<byte> RecordName { get; } = recordName;

    public int Line { get; } = line;

    public long ArrivalMilliseconds { get; } = arrivalMilliseconds;
}
