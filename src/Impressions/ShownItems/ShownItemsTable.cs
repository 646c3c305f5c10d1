using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Impressions;

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

    /// <summary>For all reads of an invocation, which wait for them.</summary>
    static readonly TimeSpan LoadTime = TimeSpan.FromMilliseconds(500);

    /// <summary>For all writes of an invocation, beside its calls.</summary>
    static readonly TimeSpan SaveTime = TimeSpan.FromSeconds(2);

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
        var report = ShownItemsReport.Nothing;
        using var end = Within(LoadTime, cancellation);
        foreach (var ids in recommendationIds.Chunk(MaxKeys))
        {
            var loaded = 0;
            var failure = await TryAsync(async client =>
                {
                    var keys = Request(ids);
                    while (keys.Count > 0)
                    {
                        var answer = await client
                            .BatchGetItemAsync(new BatchGetItemRequest(keys), end.Token)
                            .ConfigureAwait(false);
                        foreach (var item in answer.Responses.GetValueOrDefault(name) ?? [])
                        {
                            loaded += Load(item, into) ? 1 : 0;
                        }

                        keys = answer.UnprocessedKeys ?? [];
                    }
                })
                .ConfigureAwait(false);
            report = report.And(new(loaded, Saved: 0, failure.Length > 0 ? ids.Length - loaded : 0, failure));
        }

        return report;
    }

    /// <summary>Writes what an invocation told anew. A list is never replaced by a shorter one.</summary>
    public async Task<ShownItemsReport> SaveAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> news,
        CancellationToken cancellation
    )
    {
        var report = ShownItemsReport.Nothing;
        using var end = Within(SaveTime, cancellation);
        foreach (var some in news.Chunk(Concurrency))
        {
            var failures = await Task.WhenAll(
                    some.Select(shown => SaveAsync(shown.Key, shown.Value, end.Token))
                )
                .ConfigureAwait(false);
            var failed = failures.Count(failure => failure.Length > 0);
            report = report.And(
                new(
                    Loaded: 0,
                    some.Length - failed,
                    failed,
                    failures.FirstOrDefault(failure => failure.Length > 0, "")
                )
            );
        }

        return report;
    }

    public void Dispose() => _client?.Dispose();

    Task<string> SaveAsync(string id, IReadOnlyList<string> items, CancellationToken end) =>
        TryAsync(async client =>
        {
            try
            {
                await client.UpdateItemAsync(Write(id, items), end).ConfigureAwait(false);
            }
            catch (ConditionalCheckFailedException)
            {
                // As many are there already.
            }
        });

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
    async Task<string> TryAsync(Func<AmazonDynamoDBClient, Task> call)
    {
        try
        {
            _client ??= Open(adjust);
            await call(_client).ConfigureAwait(false);
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
            HttpClientFactory = new BoundedHttpClientFactory(),
            DisableLogging = true, // its messages quote answers
        };
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName; // before any endpoint, see PersonalizeConfig
        adjust?.Invoke(config);
        return new AmazonDynamoDBClient(config);
    }
}
