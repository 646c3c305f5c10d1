namespace Impressions.Core.Kinesis;

/// <summary>The records of a payload as Lambda posts it: JSON, read without event classes.</summary>
sealed class PayloadRecords : IKinesisRecords
{
    byte[] _buffer = [];

    /// <summary>Whose records these are; the next one uses the same buffer.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>
    /// State of a tumbling window, as JSON, once the records were read; empty where the payload has none.
    /// </summary>
    public ReadOnlyMemory<byte> State { get; private set; }

    /// <summary>
    /// What stands for the arrival of a record that does not say when it reached the stream (milliseconds since 1970-01-01
    /// UTC); 0 for nothing.
    /// </summary>
    public long NowMilliseconds { get; set; }

    public void ForEach(RecordReader read)
    {
        var length = KinesisPayloadReader.BufferLength(Payload.Length);
        if (_buffer.Length < length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(length);
        }

        var records = new KinesisPayloadReader(Payload.Span, _buffer);
        while (records.TryRead(out var record))
        {
            read(
                record.ArrivalMilliseconds > 0
                    ? record
                    : record with
                    {
                        ArrivalMilliseconds = NowMilliseconds,
                    }
            );
        }

        State = Payload[records.State];
    }
}
