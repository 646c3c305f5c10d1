using Impressions.Calls;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.DeadLetters;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.DeadLetters;
using Impressions.DynamoDb;

namespace Impressions;

/// <summary>Puts the function together, as every host runs it; hosts differ in how records come in and calls go out.</summary>
/// <typeparam name="TCall">See <see cref="CallRetries{TCall}"/>.</typeparam>
sealed class FunctionSetup<TCall> : IDisposable
{
    readonly CallTurns _turns;
    readonly S3Bucket? _bucket;
    readonly SharedTable? _table;

    /// <param name="write">Makes the call of a batch.</param>
    /// <param name="attempt">Makes one attempt of a call; never throws.</param>
    /// <param name="putMetadata">Makes one attempt to send metadata of users or items; never throws.</param>
    /// <param name="functionName">Variable <c>AWS_LAMBDA_FUNCTION_NAME</c>; null where it is not set.</param>
    /// <param name="memoryBytes">The function's memory; see <see cref="FunctionMemory"/>.</param>
    /// <param name="output">See <see cref="InvocationLog"/>.</param>
    public FunctionSetup(
        ImpressionsOptions options,
        Func<Batch, TCall> write,
        Func<TCall, CancellationToken, Task<CallAnswer>> attempt,
        Func<MetadataCall, CancellationToken, Task<CallAnswer>> putMetadata,
        string? functionName,
        long memoryBytes,
        Stream output,
        TimeProvider time
    )
    {
        _table = options.ImpressionTable is { } table ? new SharedTable(table, time) : null;
        _bucket = options.DeadLetterBucket is { } name ? new S3Bucket(name) : null;
        var setUp = new SetUpCheck();
        var invocationBytes = FunctionMemory.InvocationBytes(memoryBytes);
        var heldBytes = PlanningLimits.HeldBytes(invocationBytes);
        var decoder = new RecordDecoder(maxDecodedBytes: RecordLimits.DecodedBytes(invocationBytes)); // shared: its buffer holds a whole record
        _turns = new CallTurns(time, Random.Shared.NextDouble);
        var calls = new CallRetries<TCall>(attempt, _turns, time, Random.Shared.NextDouble);
        var sender = new BatchSender<TCall>(calls, write, options.PutEventsConcurrency, setUp, time);
        Handler = new FunctionHandler(
            new Pipeline(options, decoder),
            sender.SendAsync,
            setUp,
            _bucket is null
                ? null
                : new DeadLetterBucket(
                    _bucket.PutAsync,
                    options.DeadLetterPrefix,
                    decoder,
                    Math.Min(DeadLetterRows.MaxBytes, heldBytes),
                    time
                ),
            options.Users is null && options.Items is null ? null : new MetadataSender(putMetadata, time),
            _table is not null && options.SharesShownItems ? new ShownItemsTable(_table) : null,
            _table is not null && options.SharesClicks
                ? new ClicksTable(_table, options.AttributionWindow)
                : null,
            new InvocationLog(output, functionName ?? "Impressions", time),
            heldBytes,
            time
        );
    }

    public FunctionHandler Handler { get; }

    public void Dispose()
    {
        _bucket?.Dispose();
        _table?.Dispose();
        _turns.Dispose();
    }
}
