using System.Text.Json;

namespace Impressions;

/// <summary>Splits what a file holds into the data of records.</summary>
static class EventRecords
{
    /// <summary>One record a line, as Enrich writes them; nothing is trimmed.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> OfLines(ReadOnlyMemory<byte> content)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        while (!content.IsEmpty)
        {
            var newline = content.Span.IndexOf((byte)'\n');
            var length = newline < 0 ? content.Length : newline;
            records.Add(content[..length]);
            content = content[Math.Min(length + 1, content.Length)..];
        }

        return records;
    }

    /// <exception cref="UsageException">It is no Kinesis event.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> OfKinesisEvent(ReadOnlySpan<byte> content, string path)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        try
        {
            var reader = new KinesisPayloadReader(
                content,
                new byte[KinesisPayloadReader.BufferLength(content.Length)]
            );
            while (reader.TryRead(out var record))
            {
                records.Add(record.Data.ToArray());
            }
        }
        catch (JsonException exception)
        {
            throw new UsageException(
                $"{path} is no Kinesis event: want {{\"Records\":[{{\"kinesis\":{{\"sequenceNumber\":…,\"data\":…}}}}]}}.",
                exception
            );
        }

        return records;
    }
}
