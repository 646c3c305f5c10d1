using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Impressions.Core.Kinesis;

namespace Impressions.Emulation.Lambda;

/// <summary>What Lambda would hand to the function in one invocation.</summary>
sealed record Payload(ReadOnlyMemory<byte> Json, int Records)
{
    /// <summary>Records put into one invocation when the file does not say (records); Lambda's own default.</summary>
    public const int RecordsPerInvocation = 100;

    /// <summary>Lambda takes no payload over 6 MB; base64 and its wrapping need the rest (bytes of data).</summary>
    public const int BytesPerInvocation = 4 * 1_024 * 1_024;

    /// <summary>Shard of records that come from no stream.</summary>
    public const string DefaultShard = "000000000000";

    /// <summary>Any number of the length that Kinesis gives them; they only have to rise.</summary>
    public const string SequencePrefix = "4959033827149025660855969253836157";

    /// <summary>The sequence number of a record that has none.</summary>
    /// <param name="place">0-based, on its shard.</param>
    public static string SequenceNumber(long place) =>
        SequencePrefix + place.ToString("D22", CultureInfo.InvariantCulture);

    /// <summary>Wraps the data of records as the Kinesis event source does.</summary>
    /// <param name="arrivedAt">When the stream took them.</param>
    /// <param name="first">0-based place of the first of them on the shard (records).</param>
    /// <param name="shard">What names it beside others.</param>
    public static Payload Of(
        IReadOnlyList<ReadOnlyMemory<byte>> records,
        DateTimeOffset arrivedAt,
        long first = 0,
        string shard = DefaultShard
    )
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(payload);
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        for (var position = 0; position < records.Count; position++)
        {
            var sequenceNumber = SequenceNumber(first + position);
            var eventId = $"shardId-{shard}:{sequenceNumber}";
            KinesisRecordJson.Write(json, eventId, sequenceNumber, arrivedAt, records[position].Span);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new Payload(payload.WrittenMemory, records.Count);
    }
}
