using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Impressions.Aws;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.DynamoDb;

/// <summary>
/// A DynamoDB table of shown items, which all processes of the function share. It may fail as it likes: clicks then go out
/// without what it knows. The SDK's client is made when it is needed for the first time. Not for concurrent use.
/// </summary>
/// <param name="adjust">Changes the client's settings once they are as the function runs; for tests.</param>
sealed class ShownItemsTable(string name, TimeProvider time, Action<ClientConfig>? adjust = null)
    : IDisposable
{
    public const string Key = "recommendation_id";
    public const string Items = "items";
    public const string ExpiresAt = "expires_at";

    /// <summary>Personalize counts recommendations no longer than this.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>For all reads of an invocation, whose clicks wait for them; a first one opens a connection.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For all writes of an invocation, beside its calls.</summary>
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

    /// <summary>Loads what the table knows of these recommendations.</summary>
    public async Task<ShownItemsReport> LoadAsync(
        IReadOnlyCollection<string> recommendationIds,
        ShownItems into,
        CancellationToken cancellation
    )
    {
        using var end = Within(LoadTime, cancellation);
        var (loaded, asked) = (0, 0);
        foreach (var ids in recommendationIds.Chunk(MaxKeys))
        {
            var failure = await TryAsync(
                    async client =>
                        loaded += await LoadAsync(client, Request(ids), into, end.Token)
                            .ConfigureAwait(false),
                    end.Token
                )
                .ConfigureAwait(false);
            if (failure.Length > 0)
            {
                return new(loaded, Saved: 0, recommendationIds.Count - asked, failure);
            }

            asked += ids.Length;
        }

        return new(loaded, Saved: 0, Failed: 0, Failure: "");
    }

    /// <summary>
    /// Writes down what is news. A list is never replaced by a shorter one. What could not be written stays news, and
    /// nothing more is tried in this invocation.
    /// </summary>
    public async Task<ShownItemsReport> SaveAsync(ShownItems shown, CancellationToken cancellation)
    {
        using var end = Within(SaveTime, cancellation);
        var saved = 0;
        foreach (var some in shown.News.ToList().Chunk(Concurrency))
        {
            var failures = await Task.WhenAll(some.Select(news => SaveAsync(news.Key, news.Value, end.Token)))
                .ConfigureAwait(false);
            foreach (var (news, _) in some.Zip(failures).Where(each => each.Second.Length == 0))
            {
                shown.Saved(news.Key);
                saved++;
            }

            if (Array.Find(failures, failure => failure.Length > 0) is { } failed)
            {
                return new(Loaded: 0, saved, shown.News.Count, failed);
            }
        }

        return new(Loaded: 0, saved, Failed: 0, Failure: "");
    }

    public void Dispose() => _client?.Dispose();

    Task<string> SaveAsync(string id, IReadOnlyList<string> items, CancellationToken end) =>
        TryAsync(
            async client =>
            {
                try
                {
                    await client.UpdateItemAsync(Write(id, items), end).ConfigureAwait(false);
                }
                catch (ConditionalCheckFailedException)
                {
                    // As many are there already.
                }
            },
            end
        );

    UpdateItemRequest Write(string id, IReadOnlyList<string> items) =>
        new()
        {
            TableName = name,
            Key = KeyOf(id),
            UpdateExpression = "SET #items = :items, #expires = :expires",
            ConditionExpression = "attribute_not_exists(#items) OR size(#items) < :count",
            ExpressionAttributeNames = new(StringComparer.Ordinal)
            {
                ["#items"] = Items,
                ["#expires"] = ExpiresAt,
            },
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":items"] = new AttributeValue { L = [.. items.Select(item => new AttributeValue(item))] },
                [":count"] = Number(items.Count),
                [":expires"] = Number((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()),
            },
        };

    Dictionary<string, KeysAndAttributes> Request(string[] ids) =>
        new(StringComparer.Ordinal) { [name] = new KeysAndAttributes { Keys = [.. ids.Select(KeyOf)] } };

    static Dictionary<string, AttributeValue> KeyOf(string id) =>
        new(StringComparer.Ordinal) { [Key] = new AttributeValue(id) };

    /// <returns>How many it knew.</returns>
    async Task<int> LoadAsync(
        AmazonDynamoDBClient client,
        Dictionary<string, KeysAndAttributes> keys,
        ShownItems into,
        CancellationToken end
    )
    {
        var loaded = 0;
        for (var pause = FirstPause; ; pause *= 2)
        {
            var answer = await client
                .BatchGetItemAsync(new BatchGetItemRequest(keys), end)
                .ConfigureAwait(false);
            loaded += (answer.Responses.GetValueOrDefault(name) ?? []).Count(item => Load(item, into));
            if (answer.UnprocessedKeys is not { Count: > 0 } left)
            {
                return loaded;
            }

            keys = left;
            await Task.Delay(pause, time, end).ConfigureAwait(false);
        }
    }

    static bool Load(Dictionary<string, AttributeValue> item, ShownItems into)
    {
        if (
            !item.TryGetValue(Key, out var id)
            || !item.TryGetValue(Items, out var items)
            || id.S is null
            || items.L is not { Count: > 0 } list
        )
        {
            return false;
        }

        into.Load(
            id.S,
            [.. list.Select(value => value.S).OfType<string>().Take(PersonalizeLimits.MaxImpressionItems)]
        );
        return true;
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
#pragma warning disable CA1031 // of whatever kind: clicks go out without it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return AwsFailure.Explain(failure).Code;
        }
    }

    static CancellationTokenSource Within(TimeSpan most, CancellationToken cancellation)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(most);
        return end;
    }

    static AttributeValue Number(long number) =>
        new() { N = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };

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
