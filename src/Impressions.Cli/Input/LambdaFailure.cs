using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Impressions.Cli.Input;

/// <summary>What Lambda's on-failure destination keeps of an invocation that it gave up on.</summary>
/// <param name="Condition">Why: <c>RetryAttemptsExhausted</c> and the like.</param>
/// <param name="FailedAt">When it gave up.</param>
/// <param name="Count">Of the invocation (records).</param>
/// <param name="Place">Shard and sequence numbers, for people.</param>
/// <param name="Records">Empty where the object has no payload: those for a queue or a topic have none.</param>
sealed record LambdaFailure(
    string Condition,
    DateTimeOffset FailedAt,
    int Count,
    string Place,
    IReadOnlyList<InputRecord> Records
)
{
    /// <summary>What is to be done where there is nothing to send again.</summary>
    public string WithoutPayload =>
        $"Lambda kept only the place of {Count} records, not the records: {Place}. Read them from the stream while it keeps "
        + "them, by aws kinesis get-records, or make a bucket the on-failure destination.";

    /// <summary>True for such an object.</summary>
    /// <exception cref="UsageException">It is one, but its payload is not a Kinesis event.</exception>
    public static bool TryRead(JsonElement value, [NotNullWhen(true)] out LambdaFailure? failure)
    {
        failure = null;
        if (
            !JsonInput.TryMember(value, "requestContext", JsonValueKind.Object, out var context)
            || !JsonInput.TryMember(value, "KinesisBatchInfo", JsonValueKind.Object, out var batch)
        )
        {
            return false;
        }

        var records = JsonInput.TryMember(value, "payload", JsonValueKind.String, out var payload)
            ? RecordsOf(payload.GetString()!)
            : [];
        failure = new(
            Text(context, "condition") is { Length: > 0 } condition ? condition : "unknown",
            DateTimeOffset.TryParse(
                Text(value, "timestamp"),
                System.Globalization.CultureInfo.InvariantCulture,
                out var time
            )
                ? time
                : DateTimeOffset.UnixEpoch,
            records.Count > 0 ? records.Count
                : JsonInput.TryMember(batch, "batchSize", JsonValueKind.Number, out var size)
                && size.TryGetInt32(out var count)
                    ? count
                : 0,
            $"{Text(batch, "shardId")}, from {Text(batch, "startSequenceNumber")} to {Text(batch, "endSequenceNumber")}",
            records
        );
        return true;
    }

    static IReadOnlyList<InputRecord> RecordsOf(string payload)
    {
        const string What = "The payload of an object of Lambda's on-failure destination";
        try
        {
            using var json = JsonDocument.Parse(payload);
            return
                JsonInput.TryMember(json.RootElement, "Records", JsonValueKind.Array, out var items)
                && items
                    .EnumerateArray()
                    .All(item => JsonInput.TryMember(item, "kinesis", JsonValueKind.Object, out _))
                ? [.. items.EnumerateArray().Select(item => JsonInput.OfLambda(item, What))]
                : throw new UsageException($"{What} is not a Kinesis event.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{What} is not JSON.", exception);
        }
    }

    static string Text(JsonElement parent, string name) =>
        JsonInput.TryMember(parent, name, JsonValueKind.String, out var text) ? text.GetString()! : "";
}
