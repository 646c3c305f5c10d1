using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Impressions;

/// <summary>What Lambda would hand to the function in one invocation.</summary>
sealed record Payload(ReadOnlyMemory<byte> Json, int Records)
{
    /// <summary>Records put into one invocation when the file does not say (records); Lambda's own default.</summary>
    public const int RecordsPerInvocation = 100;

    /// <summary>Lambda takes no payload over 6 MB; base64 and its wrapping need the rest (bytes of data).</summary>
    public const int BytesPerInvocation = 4 * 1_024 * 1_024;

    /// <summary>Any number of the length that Kinesis gives them; they only have to rise.</summary>
    const string SequencePrefix = "4959033827149025660855969253836157";

    /// <summary>0-based place on the stream of a record that <see cref="Of"/> has numbered.</summary>
    public static long PlaceOf(string sequenceNumber) =>
        long.Parse(
            sequenceNumber.AsSpan(SequencePrefix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );

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

    /// <summary>Portions of about the same number of records, none over the limits.</summary>
    /// <param name="limit">Of a portion (records).</param>
    public static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Cut(
        IReadOnlyList<ReadOnlyMemory<byte>> records,
        int limit = RecordsPerInvocation
    )
    {
        var portions = (records.Count + limit - 1) / limit;
        var most = portions == 0 ? 0 : (records.Count + portions - 1) / portions;
        var part = new List<ReadOnlyMemory<byte>>();
        var bytes = 0;
        foreach (var record in records)
        {
            if (part.Count == most || (part.Count > 0 && bytes + record.Length > BytesPerInvocation))
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(record);
            bytes += record.Length;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
