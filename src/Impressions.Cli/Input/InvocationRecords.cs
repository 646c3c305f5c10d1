using Impressions.Core.Kinesis;

namespace Impressions.Cli.Input;

/// <summary>Records of the input as those of one invocation: lines as they lie in memory, JSON by a payload.</summary>
sealed class InvocationRecords(IReadOnlyList<InputRecord> records) : IKinesisRecords
{
    /// <summary>Of a line (bytes).</summary>
    const int MaxNameBytes = 128;

    /// <summary>Null where all records are lines.</summary>
    readonly PayloadRecords? _payload = records.Any(record => record.IsJson)
        ? new PayloadRecords { Payload = InputRecord.PayloadOf(records) }
        : null;

    public void ForEach(RecordReader read)
    {
        if (_payload is not null)
        {
            _payload.ForEach(read);
            return;
        }

        Span<byte> buffer = stackalloc byte[MaxNameBytes];
        foreach (var record in records)
        {
            var name = record.Name.Utf8(buffer);
            read(
                new KinesisRecord
                {
                    EventId = name,
                    SequenceNumber = name[(name.LastIndexOf((byte)':') + 1)..],
                    ArrivalMilliseconds = record.ArrivedAt.ToUnixTimeMilliseconds(),
                    Data = record.Content.Span,
                    IsCorrupt = false,
                }
            );
        }
    }
}
