using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.KinesisEvents;
using Impressions.Core.Kinesis;

namespace Impressions.ClassLibrary;

/// <summary>The records of an event that was read into AWS's classes.</summary>
sealed class KinesisEventRecords : IKinesisRecords
{
    readonly ArrayBufferWriter<byte> _names = new();
    byte[] _data = [];

    /// <summary>Whose records these are; the next one uses the same buffers.</summary>
    public KinesisEvent? Event { get; set; }

    /// <summary>When a record counts as arrived that does not say it (since 1970-01-01 UTC); 0 for unknown.</summary>
    public long NowMilliseconds { get; set; }

    public void ForEach(RecordReader read)
    {
        foreach (var record in Event?.Records ?? throw NoKinesisEvent())
        {
            if (record?.Kinesis?.SequenceNumber is not { Length: > 0 } sequenceNumber)
            {
                throw NoKinesisEvent();
            }

            _names.ResetWrittenCount();
            _ = Encoding.UTF8.GetBytes(sequenceNumber, _names);
            var end = _names.WrittenCount;
            _ = Encoding.UTF8.GetBytes(record.EventId ?? "", _names);
            var data = record.Kinesis.Data;
            read(
                new KinesisRecord
                {
                    SequenceNumber = _names.WrittenSpan[..end],
                    EventId = _names.WrittenSpan[end..],
                    ArrivalMilliseconds = Milliseconds(record.Kinesis.ApproximateArrivalTimestamp),
                    Data = data is null ? default : BytesOf(data),
                    IsCorrupt = data is null,
                    Json = data is null ? JsonOf(record) : default,
                }
            );
        }
    }

    /// <summary>Where they lie, or, where the stream does not show that, copied.</summary>
    ReadOnlySpan<byte> BytesOf(MemoryStream data)
    {
        if (data.TryGetBuffer(out var bytes))
        {
            return bytes;
        }

        var length = (int)data.Length;
        if (_data.Length < length)
        {
            _data = GC.AllocateUninitializedArray<byte>(length);
        }

        data.Position = 0; // dead letters are read a second time
        data.ReadExactly(_data, 0, length);
        return _data.AsSpan(0, length);
    }

    /// <summary>Whole ones: a time that was read as a floating-point number is a little off them.</summary>
    long Milliseconds(DateTime? arrival) =>
        arrival is { } time
            ? (long)Math.Round((time - DateTime.UnixEpoch).TotalMilliseconds)
            : NowMilliseconds;

    /// <summary>As it came, or, where another serializer read it, what is left of it.</summary>
    static byte[] JsonOf(KinesisEvent.KinesisEventRecord record) =>
        record is CorruptRecord corrupt
            ? corrupt.Json
            : Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["kinesis"] = new JsonObject
                    {
                        ["partitionKey"] = record.Kinesis.PartitionKey,
                        ["sequenceNumber"] = record.Kinesis.SequenceNumber,
                    },
                    ["eventID"] = record.EventId,
                }.ToJsonString()
            );

    static JsonException NoKinesisEvent() => new("It is not a Kinesis event.");
}
