using System.Buffers;
using System.Text.Json;
using Impressions.Core.DeadLetters;
using Impressions.Core.Kinesis;

namespace Impressions.Cli.Input;

/// <summary>One record of the input, with its place in a stream.</summary>
/// <param name="ArrivedAt">When the stream took it; unused where the JSON is known.</param>
/// <param name="Content">The record's data; with <paramref name="IsJson"/> an item of <c>Records</c> as it stood.</param>
readonly record struct InputRecord(
    RecordName Name,
    DateTimeOffset ArrivedAt,
    ReadOnlyMemory<byte> Content,
    bool IsJson = false
)
{
    public InputRecord(
        string eventId,
        string sequenceNumber,
        DateTimeOffset arrivedAt,
        ReadOnlyMemory<byte> content,
        bool isJson = false
    )
        : this(new RecordName(eventId, sequenceNumber), arrivedAt, content, isJson) { }

    /// <inheritdoc cref="RecordName.EventId"/>
    public string EventId => Name.EventId;

    /// <inheritdoc cref="RecordName.SequenceNumber"/>
    public string SequenceNumber => Name.SequenceNumber;

    /// <summary>Of its data (bytes).</summary>
    public int Length => IsJson ? Content.Length / 4 * 3 : Content.Length;

    /// <summary>A dead letter, as a record that comes alone but carries the name of its old place.</summary>
    public static InputRecord Of(DeadLetterRow row)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content))
        {
            DeadLetterRecord.Write(json, row);
        }

        return new(
            $"{row.ShardId}:{row.SequenceNumber}.{row.Line}",
            row.SequenceNumber,
            row.ArrivedAt,
            content.WrittenMemory,
            isJson: true
        );
    }

    /// <summary>The payload of an invocation with these records.</summary>
    public static ReadOnlyMemory<byte> PayloadOf(IReadOnlyList<InputRecord> records)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(payload);
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        foreach (var record in records)
        {
            record.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return payload.WrittenMemory;
    }

    void WriteTo(Utf8JsonWriter json)
    {
        if (IsJson)
        {
            json.WriteRawValue(Content.Span);
        }
        else
        {
            KinesisRecordJson.Write(json, EventId, SequenceNumber, ArrivedAt, Content.Span);
        }
    }
}
