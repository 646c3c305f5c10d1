using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Impressions;

/// <summary>What Lambda would hand to the function in one invocation.</summary>
sealed record Payload(ReadOnlyMemory<byte> Json, int Records)
{
    /// <summary>Any number of the length that Kinesis gives them; they only have to rise.</summary>
    const string SequencePrefix = "4959033827149025660855969253836157";

    /// <summary>0-based place on the stream of a record that <see cref="Of"/> has numbered.</summary>
    public static long PlaceOf(string sequenceNumber) =>
        long.Parse(
            sequenceNumber.AsSpan(SequencePrefix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );

    /// <exception cref="UsageException">It is no Kinesis event.</exception>
    public static Payload Check(byte[] json, string path) =>
        new(json, EventRecords.OfKinesisEvent(json, path).Count);

    /// <summary>Wraps the data of records as the Kinesis event source does.</summary>
    /// <param name="arrivedAt">When the stream took them.</param>
    /// <param name="first">0-based place of the first of them on the shard (records).</param>
    /// <param name="shard">What names it beside others.</param>
    public static Payload Of(
        IReadOnlyList<ReadOnlyMemory<byte>> records,
        DateTimeOffset arrivedAt,
        long first = 0,
        string shard = "000000000000"
    )
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(payload);
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        for (var position = 0; position < records.Count; position++)
        {
            var sequenceNumber =
                SequencePrefix + (first + position).ToString("D22", CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.WriteString("eventID"u8, $"shardId-{shard}:{sequenceNumber}");
            json.WriteString("eventSource"u8, "aws:kinesis"u8);
            json.WriteString("eventName"u8, "aws:kinesis:record"u8);
            json.WriteStartObject("kinesis"u8);
            json.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
            json.WriteString("partitionKey"u8, position.ToString(CultureInfo.InvariantCulture));
            json.WriteString("sequenceNumber"u8, sequenceNumber);
            json.WriteNumber("approximateArrivalTimestamp"u8, arrivedAt.ToUnixTimeMilliseconds() / 1_000m);
            json.WriteBase64String("data"u8, records[position].Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new Payload(payload.WrittenMemory, records.Count);
    }
}
