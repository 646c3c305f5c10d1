using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Impressions.Aws;
using Impressions.Core.Mapping;

namespace Impressions.DynamoDb;

/// <summary>
/// A DynamoDB table that all processes of the function share. It may fail as it likes: events then go out without what it
/// knows. The SDK's client is made when it is needed for the first time. Not for concurrent use.
/// </summary>
/// <param name="adjust">Changes the client's settings once they are as the function runs; for tests.</param>
sealed class SharedTable(string name, TimeProvider time, Action<ClientConfig>? adjust = null) : IDisposable
{
    /// <summary>Of every row; named after the first kind that there was.</summary>
    public const string Key = "recommendation_id";
    public const string ExpiresAt = "expires_at";

    /// <summary>For all reads of an invocation of one kind, whose events wait for them; a first one opens a connection.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For all writes of an invocation of one kind, beside its calls.</summary>
    public TimeSpan SaveTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Before DynamoDB is asked again for what it left out; then twice as long.</summary>
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>100 recommendations of 25 ids of 256 characters, and then some.</summary>
    const int MaxAnswerBytes = 2 << 20;

    static readonly TimeSpan AttemptTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Most keys of a read (DynamoDB).</summary>
    const int MaxKeys = 100;

    /// <summary>Writes at a time.</summary>
    const int Concurrency = 16;

    AmazonDynamoDBClient? _client;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Reads rows.</summary>
    /// <param name="load">Gets each row that is there, and says whether it is one.</param>
    public async Task<TableReport> LoadAsync(
        IReadOnlyCollection<string> keys,
        Func<string, Dictionary<string, AttributeValue>, bool> load,
        CancellationToken cancellation
    )
    {
        using var end = Within(LoadTime, cancellation);
        var (loaded, left) = (0, keys.Count);
        foreach (var some in keys.Chunk(MaxKeys))
        {
            var request = new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal)
            {
                [name] = new KeysAndAttributes { Keys = [.. some.Select(KeyOf)] },
            };
            for (var pause = TimeSpan.Zero; request.Count > 0; pause = Next(pause))
            {
                var (answer, failure) = await ReadAsync(request, pause, end.Token).ConfigureAwait(false);
                if (answer is null)
                {
                    return new(loaded, Saved: 0, left, failure);
                }

                loaded += (answer.Responses.GetValueOrDefault(name) ?? []).Count(row =>
                    row.TryGetValue(Key, out var key) && key.S is { } text && load(text, row)
                );
                request = answer.UnprocessedKeys ?? [];
            }

            left -= some.Length;
        }

        return new(loaded, Saved: 0, Failed: 0, Failure: "");
    }

    /// <summary>Writes rows. After a failure nothing more is tried in this invocation.</summary>
    /// <param name="news">By whatever tells one from another.</param>
    /// <param name="write">
    /// The row's key, what to set, and on what condition; where that does not hold, all is well.
    /// </param>
    /// <param name="saved">Gets each that is in the table.</param>
    public async Task<TableReport> SaveAsync<TRow>(
        IReadOnlyDictionary<string, TRow> news,
        Func<string, TRow, (string Key, UpdateItemRequest Request)> write,
        Action<string> saved,
        CancellationToken cancellation
    )
    {
        using var end = Within(SaveTime, cancellation);
        var count = 0;
        foreach (var some in news.ToList().Chunk(Concurrency))
        {
            var failures = await Task.WhenAll(
                    some.Select(row => WriteAsync(write(row.Key, row.Value), end.Token))
                )
                .ConfigureAwait(false);
            foreach (var (row, _) in some.Zip(failures).Where(each => each.Second.Length == 0))
            {
                saved(row.Key);
                count++;
            }

            if (Array.Find(failures, failure => failure.Length > 0) is { } failed)
            {
                return new(Loaded: 0, count, news.Count, failed);
            }
        }

        return new(Loaded: 0, count, Failed: 0, Failure: "");
    }

    public static AttributeValue Number(long number) =>
        new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public void Dispose() => _client?.Dispose();

    async Task<(BatchGetItemResponse? Answer, string Failure)> ReadAsync(
        Dictionary<string, KeysAndAttributes> request,
        TimeSpan pause,
        CancellationToken end
    )
    {
        BatchGetItemResponse? answer = null;
        var failure = await TryAsync(
                async client =>
                {
                    if (pause > TimeSpan.Zero)
                    {
                        await Task.Delay(pause, time, end).ConfigureAwait(false);
                    }

                    answer = await client
                        .BatchGetItemAsync(new BatchGetItemRequest(request), end)
                        .ConfigureAwait(false);
                },
                end
            )
            .ConfigureAwait(false);
        return failure.Length == 0 ? (answer, "") : (null, failure);
    }

    Task<string> WriteAsync((string Key, UpdateItemRequest Request) write, CancellationToken end)
    {
        var request = write.Request;
        (request.TableName, request.Key) = (name, KeyOf(write.Key));
        return TryAsync(
            async client =>
            {
                try
                {
                    await client.UpdateItemAsync(request, end).ConfigureAwait(false);
                }
                catch (ConditionalCheckFailedException)
                {
                    // As much is there already.
                }
            },
            end
        );
    }

    /// <returns>Empty when all went well; else why not, as a code.</returns>
    async Task<string> TryAsync(Func<AmazonDynamoDBClient, Task> call, CancellationToken end)
    {
        try
        {
            var client = _client ??= Open(adjust);
            // On another thread, and not waited for beyond the end: finding credentials may block, whatever the token says.
            await Task.Run(() => call(client), end).WaitAsync(end).ConfigureAwait(false);
            return "";
        }
        catch (OperationCanceledException)
        {
            return "deadline";
        }
#pragma warning disable CA1031 // of whatever kind: events go out without it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return AwsFailure.Explain(failure).Code;
        }
    }

    static TimeSpan Next(TimeSpan pause) => pause == TimeSpan.Zero ? FirstPause : pause * 2;

    static Dictionary<string, AttributeValue> KeyOf(string key) =>
        new(StringComparer.Ordinal) { [Key] = new AttributeValue(key) };

    static CancellationTokenSource Within(TimeSpan most, CancellationToken cancellation)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(most);
        return end;
    }

    /// <summary>Set up by AWS's standard variables, as for Personalize, and by <c>AWS_ENDPOINT_URL_DYNAMODB</c>.</summary>
    static AmazonDynamoDBClient Open(Action<ClientConfig>? adjust)
    {
        InstanceMetadata.DoWithout();
        var config = new AmazonDynamoDBConfig
        {
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 1,
            MaxStaleConnectionRetries = 1,
            Timeout = AttemptTimeout,
            MaxConnectionsPerServer = Concurrency,
            HttpClientFactory = new BoundedHttpClientFactory(MaxAnswerBytes),
            DisableLogging = true, // its messages quote answers
        };
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName; // before any endpoint, see PersonalizeConfig
        adjust?.Invoke(config);
        return new AmazonDynamoDBClient(config);
    }
}
