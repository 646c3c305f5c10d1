using System.Buffers;
using System.Text.Json;

namespace Impressions;

/// <summary>Puts dead letters back into the payload of an invocation, one after the other.</summary>
sealed class ReplayPayload
{
    readonly List<DeadLetterRow> _rows = [];
    int _bytes;

    public int Count => _rows.Count;

    /// <summary>
    /// False when it must be sent first. One dead letter alone always has room, as it had at its first delivery.
    /// </summary>
    public bool HasRoomFor(DeadLetterRow row) =>
        _rows.Count == 0
        || (
            _rows.Count < Payload.RecordsPerInvocation
            && _bytes + row.Payload.Length <= Payload.BytesPerInvocation
        );

    public void Add(DeadLetterRow row)
    {
        _rows.Add(row);
        _bytes += row.Payload.Length;
    }

    /// <summary>True for what the function would take for a record: one that is not would fail all beside it.</summary>
    public static bool IsRecord(DeadLetterRow row)
    {
        if (row.Content != DeadLetterContent.LambdaRecord)
        {
            return true; // written by us, so it is one
        }

        if (row.Payload.IsEmpty)
        {
            return false;
        }

        try
        {
            var payload = Write([row]);
            var records = new KinesisPayloadReader(
                payload.Span,
                new byte[KinesisPayloadReader.BufferLength(payload.Length)]
            );
            return records.TryRead(out _) && !records.TryRead(out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The payload so far; the next one starts empty.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var payload = Write(_rows);
        _rows.Clear();
        _bytes = 0;
        return payload;
    }

    static ReadOnlyMemory<byte> Write(IReadOnlyList<DeadLetterRow> rows)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(payload);
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        foreach (var row in rows)
        {
            DeadLetterRecord.Write(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return payload.WrittenMemory;
    }
}
