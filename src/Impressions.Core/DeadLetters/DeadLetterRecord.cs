using System.Globalization;
using System.Text.Json;

namespace Impressions;

/// <summary>Turns a kept dead letter back into a record of an invocation.</summary>
static class DeadLetterRecord
{
    /// <summary>
    /// One item of <c>Records</c>. It comes alone now but carries the name of its old place, so that an id derived
    /// from there is the id of the first delivery.
    /// </summary>
    public static void Write(Utf8JsonWriter json, DeadLetterRow row)
    {
        if (row.Content == DeadLetterContent.LambdaRecord)
        {
            json.WriteRawValue(row.Payload.Span);
            return;
        }

        json.WriteStartObject();
        json.WriteString("eventID"u8, NameOf(row));
        json.WriteString("eventSource"u8, "aws:kinesis"u8);
        json.WriteString("eventName"u8, "aws:kinesis:record"u8);
        json.WriteStartObject("kinesis"u8);
        json.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
        json.WriteString("partitionKey"u8, "replay"u8);
        json.WriteString("sequenceNumber"u8, row.SequenceNumber);
        json.WriteNumber("approximateArrivalTimestamp"u8, row.ArrivedAt.ToUnixTimeMilliseconds() / 1_000m);
        json.WriteBase64String("data"u8, row.Payload.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>See <see cref="EventIds"/>: the id of a later line of a record is the record's name and the line.</summary>
    static string NameOf(DeadLetterRow row)
    {
        var record = row.ShardId.Length == 0 ? row.SequenceNumber : $"{row.ShardId}:{row.SequenceNumber}";
        return row.Content == DeadLetterContent.Event && row.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{record}.{row.Line}")
            : record;
    }
}
