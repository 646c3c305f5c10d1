using System.Text.Json;
using System.Text.Json.Nodes;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;

namespace Impressions.Cli.Tail;

/// <summary>A shard of a stream.</summary>
/// <param name="Parents">The shards that it was split or merged from.</param>
/// <param name="IsClosed">Nothing is written to it any more.</param>
sealed record Shard(string Id, IReadOnlyList<string> Parents, bool IsClosed);

/// <summary>What one read of a shard gave.</summary>
/// <param name="Next">Where to read on; null at the end of a closed shard.</param>
/// <param name="IsCaughtUp">There is nothing newer.</param>
sealed record ShardPage(IReadOnlyList<InputRecord> Records, string? Next, bool IsCaughtUp);

/// <summary>A Kinesis stream, read with the user's own credentials.</summary>
/// <param name="stream">Its name or ARN.</param>
sealed class KinesisStream(AwsReader aws, string stream)
{
    /// <summary>Most records of one read (records); Kinesis itself stops at 10 MB.</summary>
    const int MaxRecords = 1_000;

    /// <exception cref="UsageException">The stream cannot be read; says why.</exception>
    public async Task<IReadOnlyList<Shard>> ShardsAsync(CancellationToken cancellation)
    {
        var shards = new List<Shard>();
        string? next = null;
        do
        {
            var parameters = next is null ? OfStream() : new JsonObject { ["NextToken"] = next };
            var page = await CallAsync("ListShards", parameters, cancellation).ConfigureAwait(false);
            shards.AddRange(page.GetProperty("Shards").EnumerateArray().Select(Read));
            next = Text(page, "NextToken");
        } while (next is not null);
        return shards;
    }

    /// <returns>Where to read.</returns>
    /// <inheritdoc cref="ShardsAsync" path="/exception"/>
    public Task<string> SeekAsync(Shard shard, TailStart start, CancellationToken cancellation)
    {
        var parameters = OfStream();
        parameters["ShardId"] = shard.Id;
        start.AddTo(parameters);
        return SeekAsync(parameters, cancellation);
    }

    /// <inheritdoc cref="SeekAsync(Shard, TailStart, CancellationToken)"/>
    /// <param name="sequenceNumber">Of the record before.</param>
    public Task<string> SeekAsync(Shard shard, string sequenceNumber, CancellationToken cancellation)
    {
        var parameters = OfStream();
        parameters["ShardId"] = shard.Id;
        parameters["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER";
        parameters["StartingSequenceNumber"] = sequenceNumber;
        return SeekAsync(parameters, cancellation);
    }

    /// <returns>Null when the place is not valid any more, or the shard is read by too many.</returns>
    /// <inheritdoc cref="ShardsAsync" path="/exception"/>
    public async Task<ShardPage> ReadAsync(Shard shard, string place, CancellationToken cancellation)
    {
        var parameters = new JsonObject { ["ShardIterator"] = place, ["Limit"] = MaxRecords };
        var page = await CallAsync("GetRecords", parameters, cancellation).ConfigureAwait(false);
        return new(
            [.. page.GetProperty("Records").EnumerateArray().Select(record => Read(shard, record))],
            Text(page, "NextShardIterator"),
            !page.TryGetProperty("MillisBehindLatest", out var behind) || behind.GetInt64() == 0
        );
    }

    async Task<string> SeekAsync(JsonObject parameters, CancellationToken cancellation) =>
        Text(
            await CallAsync("GetShardIterator", parameters, cancellation).ConfigureAwait(false),
            "ShardIterator"
        )!;

    JsonObject OfStream() =>
        new() { [stream.StartsWith("arn:", StringComparison.Ordinal) ? "StreamARN" : "StreamName"] = stream };

    async Task<JsonElement> CallAsync(string operation, JsonObject parameters, CancellationToken cancellation)
    {
        try
        {
            return await aws.CallAsync(AwsService.Kinesis, operation, parameters, cancellation)
                .ConfigureAwait(false);
        }
        catch (AwsRefusal refusal) when (!IsOfPlace(refusal))
        {
            throw new UsageException(
                refusal.IsNotFound ? $"There is no stream {stream} in {aws.Region}."
                    : refusal.IsDenied
                        ? $"The stream {stream} may not be read: your credentials lack kinesis:{operation} on it, or kms:Decrypt on its key."
                    : $"The stream {stream} cannot be read: {refusal.Message}",
                refusal
            );
        }
    }

    /// <summary>The place is too old, or others read the shard too: the read can be made again.</summary>
    public static bool IsOfPlace(AwsRefusal refusal) =>
        refusal.Code is "ExpiredIteratorException" or "ProvisionedThroughputExceededException";

    static Shard Read(JsonElement shard) =>
        new(
            Text(shard, "ShardId")!,
            [
                .. new[]
                {
                    Text(shard, "ParentShardId"),
                    Text(shard, "AdjacentParentShardId"),
                }.OfType<string>(),
            ],
            Text(shard.GetProperty("SequenceNumberRange"), "EndingSequenceNumber") is not null
        );

    static InputRecord Read(Shard shard, JsonElement record)
    {
        var sequenceNumber = Text(record, "SequenceNumber")!;
        var arrival = record.TryGetProperty("ApproximateArrivalTimestamp", out var seconds)
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.GetDouble())
            : DateTimeOffset.UtcNow;
        return new(
            $"{shard.Id}:{sequenceNumber}",
            sequenceNumber,
            arrival,
            record.GetProperty("Data").GetBytesFromBase64()
        );
    }

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
