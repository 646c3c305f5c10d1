using System.Text.Json;

namespace Impressions;

/// <summary>
/// The published function, with the user's own environment: it sends to the real Personalize, unless an endpoint variable
/// says otherwise. Its dead letters come back here.
/// </summary>
sealed class FunctionDelivery : IPortionDelivery
{
    static readonly Dictionary<string, double> NoMetrics = new(StringComparer.Ordinal);

    readonly LocalLambda _lambda;

    FunctionDelivery(LocalLambda lambda) => _lambda = lambda;

    /// <exception cref="FunctionUnavailableException">There is no such executable.</exception>
    public static async Task<FunctionDelivery> StartAsync(string functionPath, CancellationToken cancellation)
    {
        var settings = FunctionEnvironment.OfUser();
        _ = settings.Remove(Settings.DeadLetterBucket.Name);
        _ = settings.Remove("AWS_ENDPOINT_URL_S3");
        var options = new LocalLambdaOptions(functionPath)
        {
            HasLocalPersonalize = false,
            Bucket = new() { ChecksSignatures = false }, // signed with the user's own credentials
            Settings = settings,
        };
#pragma warning disable CA2000 // the delivery disposes of it
        var lambda = await LocalLambda.StartAsync(options, cancellation).ConfigureAwait(false);
#pragma warning restore CA2000
        return new(lambda);
    }

    /// <exception cref="FunctionUnavailableException">The function did not start or did not stay.</exception>
    public async Task<PortionOutcome> DeliverAsync(EventPortion portion)
    {
        // Not cancelled: what Personalize has taken shall be written down.
        var answer = await _lambda.InvokeAsync(portion.Payload, CancellationToken.None).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            return new(0, NoMetrics, default, [$"{error.Type}: {error.Message}"]);
        }

        var log = new FunctionLog(_lambda.Function.Output);
        await log.ReadAsync(answer, CancellationToken.None).ConfigureAwait(false);
        var deadLetters = Joined(_lambda.Bucket!.TakeObjects());
        return new(
            Settled(answer.Response, portion.FirstLine, portion.Lines.Count),
            Metrics(log, deadLetters),
            deadLetters,
            [.. log.Errors.Where(text => !text.StartsWith("dead letter: ", StringComparison.Ordinal))]
        );
    }

    public ValueTask DisposeAsync() => _lambda.DisposeAsync();

    /// <summary>The function tells of a dead letter each time that it comes; its row is stored once.</summary>
    static Dictionary<string, double> Metrics(FunctionLog log, byte[] deadLetters)
    {
        var metrics = log
            .Metrics.Where(metric =>
                !metric.Key.StartsWith(EventReplayResult.DeadLettersOf, StringComparison.Ordinal)
            )
            .ToDictionary(StringComparer.Ordinal);
        foreach (var line in EventRecords.OfLines(deadLetters))
        {
            if (BadRowReader.TryRead(line, out var row))
            {
                var name = EventReplayResult.DeadLettersOf + row.Reason;
                metrics[name] = metrics.GetValueOrDefault(name) + 1;
            }
        }

        return metrics;
    }

    static int Settled(ReadOnlyMemory<byte> response, long first, int count)
    {
        using var json = JsonDocument.Parse(response);
        var failures = json.RootElement.GetProperty("batchItemFailures");
        return failures.GetArrayLength() == 0
            ? count
            : (int)(Payload.PlaceOf(failures[0].GetProperty("itemIdentifier").GetString()!) - first);
    }

    static byte[] Joined(IReadOnlyList<StoredObject> objects) =>
        [.. objects.SelectMany(stored => stored.Content.ToArray())];
}
