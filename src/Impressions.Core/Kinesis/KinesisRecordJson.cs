using System.Text.Json;

namespace Impressions.Core.Kinesis;

/// <summary>Writes a record as Lambda's Kinesis event source hands it over: one item of <c>Records</c>.</summary>
static class KinesisRecordJson
{
    /// <param name="eventId">Lambda's name for the record: <c>shard id:sequence number</c>.</param>
    /// <param name="arrivedAt">When the stream took it.</param>
    /// <param name="data">Before base64.</param>
    public static void Write(
        Utf8JsonWriter json,
        string eventId,
        string sequenceNumber,
        DateTimeOffset arrivedAt,
        ReadOnlySpan<byte> data
    )
    {
        json.WriteStartObject();
        json.WriteString("eventID"u8, eventId);
        json.WriteString("eventSource"u8, "aws:kinesis"u8);
        json.WriteString("eventName"u8, "aws:kinesis:record"u8);
        json.WriteStartObject("kinesis"u8);
        json.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
        json.WriteString("partitionKey"u8, "local"u8);
        json.WriteString("sequenceNumber"u8, sequenceNumber);
        json.WriteNumber("approximateArrivalTimestamp"u8, arrivedAt.ToUnixTimeMilliseconds() / 1_000m);
        json.WriteBase64String("data"u8, data);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
