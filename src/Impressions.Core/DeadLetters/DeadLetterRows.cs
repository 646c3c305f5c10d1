using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Impressions;

/// <summary>
/// Makes the rows of an invocation's dead letters. Reads its records a second time to find their bytes.
/// </summary>
static class DeadLetterRows
{
    /// <summary>
    /// Most rows of one invocation (bytes). An event with many refused items is kept once for each; what is larger
    /// than this stays a batch item failure rather than filling the function's memory.
    /// </summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The rows in stream order, a line each; empty when they are larger than <see cref="MaxBytes"/>.</summary>
    /// <param name="deadLetters">Of these records.</param>
    public static ReadOnlyMemory<byte> Write(
        IEnumerable<DeadLetter> deadLetters,
        IKinesisRecords records,
        string requestId,
        DateTimeOffset failedAt
    )
    {
        var byRecord = deadLetters
            .OrderBy(deadLetter => deadLetter.Position.Line)
            .ToLookup(deadLetter => deadLetter.Position.Record);
        var rows = new BadRowWriter();
        var decoder = new RecordDecoder();
        var position = 0;
        records.ForEach(
            (in record) =>
            {
                foreach (var deadLetter in byRecord[position++])
                {
                    if (rows.Written.Length <= MaxBytes)
                    {
                        var found = Find(deadLetter.Position.Line, record, decoder);
                        rows.Write(Row(deadLetter, found, record, requestId, failedAt));
                    }
                }
            }
        );
        return rows.Written.Length <= MaxBytes ? rows.Written : default;
    }

    static DeadLetterRow Row(
        in DeadLetter deadLetter,
        (DeadLetterContent Content, byte[] Payload) found,
        in KinesisRecord record,
        string requestId,
        DateTimeOffset failedAt
    )
    {
        var reason = Codes<DeadLetterReason>.Of(deadLetter.Reason);
        return new DeadLetterRow
        {
            Reason = reason,
            ErrorCode = deadLetter.Code.Length > 0 ? deadLetter.Code : reason,
            FailedAt = failedAt,
            RequestId = requestId,
            ShardId = ShardOf(record),
            SequenceNumber = Encoding.UTF8.GetString(record.SequenceNumber),
            Line = deadLetter.Position.Line,
            ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(record.ArrivalMilliseconds),
            Content = found.Content,
            Payload = found.Payload,
            Refused = deadLetter.Refused is { } refused ? CallOf(refused) : default,
        };
    }

    /// <summary>The event at a place of a record; all of the record where no event can be had from it.</summary>
    static (DeadLetterContent Content, byte[] Payload) Find(
        int linePosition,
        in KinesisRecord record,
        RecordDecoder decoder
    )
    {
        if (record.IsCorrupt)
        {
            return (DeadLetterContent.LambdaRecord, record.Json.ToArray());
        }

        if (decoder.Open(record, out var events) == DeadLetterReason.None)
        {
            for (var at = 0; events.TryRead(out var line); at++)
            {
                if (at == linePosition)
                {
                    return (DeadLetterContent.Event, line.ToArray());
                }
            }
        }

        return (DeadLetterContent.Record, record.Data.ToArray());
    }

    /// <summary>Lambda's name of a record is <c>shard id:sequence number</c>.</summary>
    static string ShardOf(in KinesisRecord record)
    {
        var name = record.EventId;
        var colon = name.Length - record.SequenceNumber.Length - 1;
        var isWhole = colon >= 0 && name[colon] == (byte)':' && name.EndsWith(record.SequenceNumber);
        return Encoding.UTF8.GetString(isWhole ? name[..colon] : name);
    }

    /// <summary>What was refused, as AWS's command line would take it once the tracking id is added.</summary>
    static ReadOnlyMemory<byte> CallOf(Interaction refused)
    {
        var call = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(call, InteractionJson.Options);
        json.WriteStartObject();
        if (refused.UserId is not null)
        {
            json.WriteString("userId"u8, refused.UserId);
        }

        json.WriteString("sessionId"u8, refused.SessionId);
        json.WriteStartArray("eventList"u8);
        InteractionJson.Write(json, refused);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return call.WrittenMemory;
    }
}
