using System.Threading.Channels;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;

namespace Impressions.Cli.Tail;

/// <summary>
/// Reads all shards of a stream beside its other readers, and the shards that they are split or merged into after them. Keeps
/// no place anywhere but in this process.
/// </summary>
/// <param name="endsAtEnd">Ends a shard that is still open where nothing newer is in it.</param>
sealed class StreamTail(KinesisStream stream, TailStart start, bool endsAtEnd, TimeProvider time)
{
    /// <summary>Kinesis allows five reads a second of a shard to all readers together; Lambda takes one or more of them.</summary>
    static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(250);

    /// <summary>Where nothing newer is there.</summary>
    static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Shards that were read to their ends, or up to now.</summary>
    readonly HashSet<string> _done = new(StringComparer.Ordinal);

    readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <param name="output">Gets the records of each read, of one shard and in its order. Completed at the end.</param>
    /// <exception cref="UsageException">The stream cannot be read; says why.</exception>
    public async Task RunAsync(
        ChannelWriter<IReadOnlyList<InputRecord>> output,
        CancellationToken cancellation
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reads = new Dictionary<Task<bool>, Shard>();
        try
        {
            var shards = await stream.ShardsAsync(cancellation).ConfigureAwait(false);
            if (start == TailStart.Latest)
            {
                _done.UnionWith(shards.Where(shard => shard.IsClosed).Select(shard => shard.Id));
            }

            for (var from = start; ; from = start.OfLaterShards)
            {
                foreach (var shard in Ready(shards))
                {
                    reads.Add(ReadAsync(shard, from, output, end.Token), shard);
                }

                if (reads.Count == 0)
                {
                    break;
                }

                var ended = await Task.WhenAny(reads.Keys).ConfigureAwait(false);
                _ = reads.Remove(ended, out var read);
                if (await ended.ConfigureAwait(false))
                {
                    _ = _done.Add(read!.Id);
                    shards = await stream.ShardsAsync(cancellation).ConfigureAwait(false);
                }
            }

            output.Complete();
        }
        catch (Exception failure)
        {
            output.Complete(failure);
            throw;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(reads.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Those that are read next: their parents, where the stream still has them, are read to their ends.</summary>
    List<Shard> Ready(IReadOnlyList<Shard> shards)
    {
        var known = shards.Select(shard => shard.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. shards.Where(shard =>
                !_done.Contains(shard.Id)
                && shard.Parents.All(parent => !known.Contains(parent) || _done.Contains(parent))
                && _begun.Add(shard.Id)
            ),
        ];
    }

    /// <returns>True at the end of a closed shard.</returns>
    async Task<bool> ReadAsync(
        Shard shard,
        TailStart from,
        ChannelWriter<IReadOnlyList<InputRecord>> output,
        CancellationToken cancellation
    )
    {
        string? last = null;
        string? place = null;
        do
        {
            var started = time.GetTimestamp();
            var isCaughtUp = true;
            try
            {
                place ??= last is null
                    ? await stream.SeekAsync(shard, from, cancellation).ConfigureAwait(false)
                    : await stream.SeekAsync(shard, last, cancellation).ConfigureAwait(false);
                var page = await stream.ReadAsync(shard, place, cancellation).ConfigureAwait(false);
                (place, isCaughtUp) = (page.Next, page.IsCaughtUp && page.Records.Count == 0);
                if (page.Records.Count > 0)
                {
                    last = page.Records[^1].SequenceNumber;
                    await output.WriteAsync(page.Records, cancellation).ConfigureAwait(false);
                }

                if (place is null || (isCaughtUp && endsAtEnd && !shard.IsClosed))
                {
                    return place is null;
                }
            }
            catch (AwsRefusal)
            {
                place = null;
            }

            var pause = (isCaughtUp ? BetweenLooks : BetweenReads) - time.GetElapsedTime(started);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancellation)
                .ConfigureAwait(false);
        } while (true);
    }
}
