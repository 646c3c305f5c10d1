using System.Text.Json;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.DeadLetters;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Replay;

/// <summary>
/// The published function, with the user's own environment: it sends to the real Personalize, unless an endpoint variable
/// says otherwise. Its dead letters come back here.
/// </summary>
sealed class FunctionDelivery : IChunkDelivery
{
    static readonly Dictionary<string, double> NoMetrics = new(StringComparer.Ordinal);

    readonly LocalLambda _lambda;
    readonly CredentialsEndpoint? _credentials;

    FunctionDelivery(LocalLambda lambda, CredentialsEndpoint? credentials) =>
        (_lambda, _credentials) = (lambda, credentials);

    /// <exception cref="FunctionUnavailableException">There is no such executable.</exception>
    /// <exception cref="UsageException">There are no AWS credentials.</exception>
    public static async Task<FunctionDelivery> StartAsync(string functionPath, CancellationToken cancellation)
    {
        var settings = FunctionEnvironment.OfUser();
        foreach (
            var name in (ReadOnlySpan<string>)[Settings.DeadLetterBucket.Name, Settings.DeadLetters.Name]
        )
        {
            _ = settings.Remove(name);
        }

        _ = settings.Remove("AWS_ENDPOINT_URL_S3");
        var options = new LocalLambdaOptions(functionPath)
        {
            HasLocalPersonalize = false,
            Bucket = new() { ChecksSignatures = false }, // signed with the user's own credentials
            Settings = settings,
        };
#pragma warning disable CA2000 // the delivery disposes of them
        var credentials = await AwsProfile.ResolveAsync(settings, cancellation).ConfigureAwait(false);
        var lambda = await LocalLambda.StartAsync(options, cancellation).ConfigureAwait(false);
#pragma warning restore CA2000
        return new(lambda, credentials);
    }

    /// <exception cref="FunctionUnavailableException">The function did not start or did not stay.</exception>
    public async Task<ChunkOutcome> DeliverAsync(IReadOnlyList<InputRecord> records)
    {
        // Not cancelled: what Personalize has taken shall be written down.
        var answer = await _lambda
            .InvokeAsync(InputRecord.PayloadOf(records), CancellationToken.None)
            .ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            return new(0, NoMetrics, [], [$"{error.Type}: {error.Message}"]);
        }

        var log = new FunctionLog(_lambda.Function.Output);
        await log.ReadAsync(answer, CancellationToken.None).ConfigureAwait(false);
        return new(
            Settled(answer.Response, records),
            log.Metrics,
            [.. _lambda.Bucket!.TakeObjects().SelectMany(stored => RowsOf(stored.Content))],
            [.. log.Errors.Where(text => !text.StartsWith("dead letter: ", StringComparison.Ordinal))]
        )
        {
            Answers = log.Failures,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync().ConfigureAwait(false);
        if (_credentials is not null)
        {
            await _credentials.DisposeAsync().ConfigureAwait(false);
        }
    }

    static IEnumerable<StoredRow> RowsOf(ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            var length = content.Span.IndexOf((byte)'\n') is >= 0 and var newline
                ? newline + 1
                : content.Length;
            if (BadRowReader.TryRead(content[..length], out var row))
            {
                yield return new(content[..length], row.Reason, row.SequenceNumber);
            }

            content = content[length..];
        }
    }

    /// <summary>Everything before the first record that the function names.</summary>
    static int Settled(ReadOnlyMemory<byte> response, IReadOnlyList<InputRecord> records)
    {
        using var json = JsonDocument.Parse(response);
        var failed = json
            .RootElement.GetProperty("batchItemFailures")
            .EnumerateArray()
            .Select(failure => failure.GetProperty("itemIdentifier").GetString())
            .ToHashSet(StringComparer.Ordinal);
        var settled = 0;
        while (settled < records.Count && !failed.Contains(records[settled].SequenceNumber))
        {
            settled++;
        }

        return settled;
    }
}
