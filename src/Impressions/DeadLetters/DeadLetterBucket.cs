using System.Security.Cryptography;
using Impressions.Core.DeadLetters;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.DeadLetters;

/// <summary>Where an invocation's dead letters go: all of them into one object.</summary>
/// <param name="put">
/// Puts an object by its key; never throws, and returns an empty text or a code for what went wrong.
/// </param>
/// <param name="decoder">Opens the records.</param>
/// <param name="maxBytes">Most rows of an object (bytes).</param>
sealed class DeadLetterBucket(
    Func<string, ReadOnlyMemory<byte>, CancellationToken, Task<string>> put,
    string prefix,
    RecordDecoder decoder,
    long maxBytes,
    TimeProvider time
)
{
    /// <summary>
    /// Stores them, as many as one object takes, and records it. Another process that gets the same records stores them again: the rows
    /// name the place in the stream, so a copy can be recognised.
    /// </summary>
    /// <param name="outcome">Of these records, with at least one dead letter.</param>
    /// <param name="cancellation">The deadline.</param>
    public async Task StoreAsync(
        string requestId,
        IKinesisRecords records,
        InvocationOutcome outcome,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        try
        {
            var (rows, written) = DeadLetterRows.Write(
                outcome.DeadLetters,
                records,
                requestId,
                now,
                decoder,
                maxBytes,
                cancellation
            );
            var failure = written.Count < outcome.DeadLetters.Count ? CallAdvice.TooLarge : "";
            if (written.Count > 0)
            {
                var suffix = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
                var key = DeadLetterKey.Of(prefix, now, requestId, suffix);
                if (await put(key, rows, cancellation).ConfigureAwait(false) is { Length: > 0 } refusal)
                {
                    (failure, written) = (refusal, []);
                }
            }

            outcome.AddStored(written);
            outcome.Report.StoreFailure = failure;
        }
        catch (OperationCanceledException)
        {
            outcome.Report.StoreFailure = "deadline";
        }
    }
}
