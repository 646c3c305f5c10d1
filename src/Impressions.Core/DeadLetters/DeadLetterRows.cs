using System.Buffers;
using System.Text;
using System.Text.Json;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.DeadLetters;

/// <summary>
/// Makes the rows of an invocation's dead letters. Reads its records a second time to find their bytes, each record once.
/// </summary>
static class DeadLetterRows
{
    /// <summary>Most rows of one invocation, however much memory the function has (bytes).</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Of a row without its payload, at least (bytes).</summary>
    const int MinRowBytes = 500;

    /// <param name="deadLetters">Of these records.</param>
    /// <param name="decoder">Opens the records.</param>
    /// <param name="maxBytes">
    /// Most rows (bytes), but one at least. An event with many refused items is kept once for each; what does not fit stays a
    /// batch item failure rather than filling the function's memory.
    /// </param>
    /// <param name="cancellation">The deadline.</param>
    /// <returns>
    /// The rows in stream order, a line each, as many as fit, and the dead letters that they are of.
    /// </returns>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public static (ReadOnlyMemory<byte> Rows, IReadOnlyList<DeadLetter> Written) Write(
        IEnumerable<DeadLetter> deadLetters,
        IKinesisRecords records,
        string requestId,
        DateTimeOffset failedAt,
        RecordDecoder decoder,
        long maxBytes,
        CancellationToken cancellation
    )
    {
        var waiting = new Queue<DeadLetter>(
            deadLetters
                .OrderBy(deadLetter => deadLetter.Position.Record)
                .ThenBy(deadLetter => deadLetter.Position.Line)
        );
        var rows = new BadRowWriter();
        var written = new List<DeadLetter>(waiting.Count);
        var (position, bytes, isFull) = (0, 0, false);
        records.ForEach(
            (in record) =>
            {
                if (isFull || !IsOf(position, waiting))
                {
                    position++;
                    return;
                }

                var contents = new DeadLetterContents(record, decoder);
                for (; IsOf(position, waiting); _ = waiting.Dequeue())
                {
                    cancellation.ThrowIfCancellationRequested();
                    var deadLetter = waiting.Peek();
                    var content = contents.At(deadLetter.Position.Line, out var payload);
                    isFull = bytes > 0 && bytes + payload.Length + MinRowBytes > maxBytes; // before the buffer grows for it
                    if (isFull)
                    {
                        return;
                    }

                    rows.Write(Row(deadLetter, content, payload, record, requestId, failedAt));
                    isFull = bytes > 0 && rows.Written.Length > maxBytes;
                    if (isFull)
                    {
                        return;
                    }

                    bytes = rows.Written.Length;
                    written.Add(deadLetter);
                }

                position++;
            }
        );
        decoder.Release();
        return (rows.Written[..bytes], written);
    }

    static bool IsOf(int position, Queue<DeadLetter> waiting) =>
        waiting.TryPeek(out var next) && next.Position.Record == position;

    static DeadLetterRow Row(
        in DeadLetter deadLetter,
        DeadLetterContent content,
        byte[] payload,
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
            Content = content,
            Payload = payload,
            Refused = deadLetter.Refused is { } refused ? CallOf(refused) : default,
        };
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
