using System.Text.Json;
using Impressions.Cli.Input;
using Impressions.Cli.Replay;
using Impressions.Core.DeadLetters;
using Impressions.Core.Kinesis;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.DeadLetters;

/// <summary>Dead letters as the records of invocations; each once, however often it was stored.</summary>
sealed class DeadLetterChunks
{
    readonly HashSet<(string, string, int, DeadLetterContent)> _places = [];
    readonly InvocationChunk _chunk = new(Payload.RecordsPerInvocation);
    readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    /// <summary>
    /// Rows left out, since one from the same place in the stream came before: an invocation that is delivered again
    /// stores its dead letters again, and an event has a row for each interaction that was refused.
    /// </summary>
    public int Copies { get; private set; }

    /// <summary>What holds no record.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Why, where more can be said than that.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public async IAsyncEnumerable<ReplayChunk> ReadAsync(IAsyncEnumerable<DeadLetterItem> items)
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            foreach (var record in RecordsOf(item))
            {
                if (!_chunk.HasRoomFor(record))
                {
                    yield return ReplayChunk.Of(_chunk.Take());
                }

                _chunk.Add(record);
            }
        }

        if (_chunk.Count > 0)
        {
            yield return ReplayChunk.Of(_chunk.Take());
        }
    }

    IReadOnlyList<InputRecord> RecordsOf(in DeadLetterItem item)
    {
        if (item.Failure is { } failure)
        {
            if (failure.Records.Count == 0)
            {
                Unreadable++;
                _ = _problems.Add($"{item.Name}: {failure.WithoutPayload}");
            }

            return failure.Records;
        }

        if (item.Row is not { } row || !IsRecord(row))
        {
            Unreadable++;
            return [];
        }

        if (!_places.Add((row.ShardId, row.SequenceNumber, row.Line, row.Content)))
        {
            Copies++;
            return [];
        }

        return [InputRecord.Of(row)];
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
            var payload = InputRecord.PayloadOf([InputRecord.Of(row)]);
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
}
