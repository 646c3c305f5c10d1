using System.Diagnostics;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.DeadLetters;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;

namespace Impressions.Cli.Run;

/// <summary>Runs the real function against the local endpoints, invocation by invocation.</summary>
static class LocalRun
{
    /// <param name="parts">One invocation each; read as they are needed.</param>
    /// <param name="progress">Called after each invocation.</param>
    /// <param name="cancellation">Ends the run after the invocation under way; what was done by then is the result.</param>
    /// <exception cref="UsageException">There are no events, or a file cannot be read or is of another kind.</exception>
    /// <exception cref="FunctionUnavailableException">The function did not start or did not stay.</exception>
    public static async Task<RunResult> RunAsync(
        IEnumerable<InputPart> parts,
        RunOptions options,
        Action<InputPart> progress,
        CancellationToken cancellation
    )
    {
        var invocations = parts.GetEnumerator();
        if (!await MoveNextAsync(invocations, cancellation).ConfigureAwait(false))
        {
            throw new UsageException("There are no events in the files given.");
        }

        var lambda = await LocalLambda.StartAsync(LambdaOptions(options), cancellation).ConfigureAwait(false);
        await using var _ = lambda.ConfigureAwait(false);
        var log = new FunctionLog(lambda.Function.Output);
        var answers = new List<InvocationAnswer>();
        var (firstAnswer, warm) = (TimeSpan.Zero, TimeSpan.Zero);
        do
        {
            var payload = InputRecord.PayloadOf(invocations.Current.Records);
            var answer = await lambda.InvokeAsync(payload, CancellationToken.None).ConfigureAwait(false);
            await log.ReadAsync(answer, CancellationToken.None).ConfigureAwait(false);
            answers.Add(answer);
            if (answers.Count == 1)
            {
                firstAnswer = Stopwatch.GetElapsedTime(lambda.Function.StartedAt);
            }
            else
            {
                warm += answer.Duration;
            }

            progress(invocations.Current);
        } while (await MoveNextAsync(invocations, cancellation).ConfigureAwait(false));

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
            Warm = warm,
        };
    }

    /// <summary>Standard input may be long in coming, and a read of it cannot be cancelled.</summary>
    /// <returns>False at the end and when the run is interrupted.</returns>
    static async Task<bool> MoveNextAsync(IEnumerator<InputPart> parts, CancellationToken cancellation)
    {
        try
        {
            var hasNext = await Task.Run(parts.MoveNext, cancellation)
                .WaitAsync(cancellation)
                .ConfigureAwait(false);
            if (!hasNext)
            {
                parts.Dispose(); // not while it is read
            }

            return hasNext;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
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

        // The bucket's own name replaces an empty one.
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
        foreach (var line in objects.SelectMany(stored => InputReader.Lines(stored.Content)))
        {
            if (BadRowReader.TryRead(line, out var row))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
