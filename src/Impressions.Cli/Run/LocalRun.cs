using System.Diagnostics;

namespace Impressions;

/// <summary>Runs the real function against the local endpoints, invocation by invocation.</summary>
static class LocalRun
{
    /// <param name="progress">Told after each invocation, with the number done.</param>
    /// <exception cref="UsageException">A file cannot be read or is of another kind.</exception>
    /// <exception cref="FunctionUnavailableException">The function did not start or did not stay.</exception>
    public static async Task<RunResult> RunAsync(
        IReadOnlyList<Payload> payloads,
        RunOptions options,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var started = Stopwatch.GetTimestamp();
        var lambda = await LocalLambda.StartAsync(LambdaOptions(options), cancellation).ConfigureAwait(false);
        await using var _ = lambda.ConfigureAwait(false);
        var log = new FunctionLog(lambda.Function.Output);

        var answers = new List<InvocationAnswer>();
        var firstAnswer = TimeSpan.Zero;
        var warmSince = started;
        foreach (var payload in payloads)
        {
            answers.Add(await lambda.InvokeAsync(payload.Json, cancellation).ConfigureAwait(false));
            if (answers.Count == 1)
            {
                firstAnswer = Stopwatch.GetElapsedTime(started);
                warmSince = Stopwatch.GetTimestamp();
            }

            await log.ReadAsync(answers[^1], cancellation).ConfigureAwait(false);
            progress(answers.Count);
        }

        return new RunResult
        {
            Answers = answers,
            Metrics = log.Metrics,
            Errors = log.Errors,
            Calls = lambda.Personalize.Calls,
            Accepted = lambda.Personalize.Accepted.Count,
            Different = lambda.Personalize.Training,
            DeadLetters = ReadRows(lambda.Bucket!.Objects),
            FirstAnswer = firstAnswer,
            Warm = answers.Count > 1 ? Stopwatch.GetElapsedTime(warmSince) : TimeSpan.Zero,
        };
    }

    /// <summary>The function with the settings of this process's environment, a local Personalize and a local bucket.</summary>
    public static LocalLambdaOptions LambdaOptions(RunOptions options)
    {
        var settings = Settings
            .All.Select(setting => (setting.Name, Value: Environment.GetEnvironmentVariable(setting.Name)))
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);
        var endpoint = new PersonalizeEndpointOptions
        {
            Latency = options.Latency,
            CallsPerSecond = int.MaxValue, // the account's quota; what is measured here is the function
        };
        if (settings.TryGetValue(Settings.TrackingId.Name, out var trackingId))
        {
            endpoint = endpoint with { TrackingId = trackingId };
        }

        var bucket = new BucketEndpointOptions();
        if (settings.TryGetValue(Settings.DeadLetterBucket.Name, out var name) && name.Length > 0)
        {
            bucket = bucket with { Name = name };
        }

        // The bucket's own name stands for an empty one.
        settings[Settings.DeadLetterBucket.Name] = bucket.Name;
        return new LocalLambdaOptions(options.FunctionPath)
        {
            Endpoint = endpoint,
            Bucket = bucket,
            Settings = settings,
        };
    }

    static IReadOnlyList<DeadLetterRow> ReadRows(IReadOnlyList<StoredObject> objects)
    {
        var rows = new List<DeadLetterRow>();
        foreach (var line in objects.SelectMany(stored => EventRecords.OfLines(stored.Content)))
        {
            if (BadRowReader.TryRead(line, out var row))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
