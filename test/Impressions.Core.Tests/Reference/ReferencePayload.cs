using System.Buffers.Text;
using System.Text.Json;
using Impressions.Core.Json;

namespace Impressions.Core.Tests.Reference;

/// <summary>A record of a payload, copied.</summary>
/// <param name="Data">As base64; null when corrupt.</param>
/// <param name="Json">As it is written.</param>
sealed record ReadRecord(string SequenceNumber, string EventId, long Arrival, string? Data, string Json);

/// <summary>A payload's records as the framework's own reader finds them.</summary>
static class ReferencePayload
{
    /// <exception cref="JsonException">It is no Kinesis event.</exception>
    public static List<ReadRecord> Read(byte[] payload)
    {
        var json = new Utf8JsonReader(payload);
        List<ReadRecord>? records = null;
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRecords = Text(ref json).AsSpan().SequenceEqual("Records"u8);
            Expect(json.Read());
            if (!isRecords)
            {
                json.Skip();
                continue;
            }

            Expect(records is null && json.TokenType == JsonTokenType.StartArray);
            records = [];
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                records.Add(Record(payload, ref json));
            }
        }

        Expect(!json.Read() && records is not null);
        return records!;
    }

    static ReadRecord Record(byte[] payload, ref Utf8JsonReader json)
    {
        Expect(json.TokenType == JsonTokenType.StartObject);
        var start = (int)json.TokenStartIndex;
        var record = new ReadRecord("", "", 0, Data: null, "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Latin1(Text(ref json));
            Expect(json.Read());
            if (name == "kinesis")
            {
                record = Kinesis(ref json) with { EventId = record.EventId };
            }
            else if (name == "eventID")
            {
                record = record with { EventId = Plain(ref json) };
            }
            else
            {
                json.Skip();
            }
        }

        Expect(record.SequenceNumber.Length > 0);
        return record with { Json = Latin1(payload[start..(int)json.BytesConsumed]) };
    }

    static ReadRecord Kinesis(ref Utf8JsonReader json)
    {
        Expect(json.TokenType == JsonTokenType.StartObject);
        var record = new ReadRecord("", "", 0, Data: null, "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Latin1(Text(ref json));
            Expect(json.Read());
            if (name == "sequenceNumber")
            {
                record = record with { SequenceNumber = Plain(ref json) };
                continue;
            }

            if (name == "data")
            {
                record = record with { Data = null };
                if (json.TokenType == JsonTokenType.String)
                {
                    var base64 = Text(ref json);
                    record = record with
                    {
                        Data = Base64.IsValid(base64)
                            ? Convert.ToBase64String(Convert.FromBase64String(Latin1(base64)))
                            : null,
                    };
                }
            }
            else if (name == "approximateArrivalTimestamp")
            {
                record = record with
                {
                    Arrival =
                        json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var time)
                            ? Milliseconds(time)
                            : 0,
                };
            }

            json.Skip();
        }

        return record;
    }

    /// <summary>A number that is too large for seconds is of milli-, micro- or nanoseconds.</summary>
    static long Milliseconds(decimal time)
    {
        var seconds = new[] { time, time / 1_000, time / 1_000_000, time / 1_000_000_000 }.FirstOrDefault(
            seconds => seconds < 100_000_000_000
        );
        return seconds > 0 ? (long)(seconds * 1_000) : 0;
    }

    static byte[] Text(ref Utf8JsonReader json) =>
        json.ValueIsEscaped ? JsonEscapes.Resolve(json.ValueSpan) : json.ValueSpan.ToArray();

    static string Plain(ref Utf8JsonReader json)
    {
        Expect(json.TokenType == JsonTokenType.String && !json.ValueIsEscaped);
        return Latin1(json.ValueSpan.ToArray());
    }

    static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException();
        }
    }
}
