namespace Impressions;

/// <summary>Puts the function together, as every host runs it; hosts differ in how records come in and calls go out.</summary>
/// <typeparam name="TCall">See <see cref="CallRetries{TCall}"/>.</typeparam>
sealed class FunctionSetup<TCall> : IDisposable
{
    readonly CallPace _pace = new(TimeProvider.System, Random.Shared.NextDouble);
    readonly S3Bucket? _bucket;
    readonly ShownItemsTable? _shownItems;

    /// <param name="write">Makes the call of a batch.</param>
    /// <param name="attempt">Makes one attempt of a call; never throws.</param>
    /// <param name="putMetadata">Makes one attempt to tell of users or items; never throws.</param>
    /// <param name="output">See <see cref="InvocationLog"/>.</param>
    public FunctionSetup(
        ImpressionsOptions options,
        Func<Batch, TCall> write,
        Func<TCall, CancellationToken, Task<CallAnswer>> attempt,
        Func<MetadataCall, CancellationToken, Task<CallAnswer>> putMetadata,
        Stream output
    )
    {
        _shownItems = options.ImpressionTable is { } table
            ? new ShownItemsTable(table, TimeProvider.System)
            : null;
        _bucket = options.DeadLetterBucket is { } name ? new S3Bucket(name) : null;
        var calls = new CallRetries<TCall>(attempt, _pace, TimeProvider.System, Random.Shared.NextDouble);
        var sender = new BatchSender<TCall>(calls, write, options.PutEventsConcurrency, TimeProvider.System);
        var functionName = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") ?? "Impressions";
        Handler = new FunctionHandler(
            new Pipeline(options),
            sender.SendAsync,
            _bucket is null
                ? null
                : new DeadLetterBucket(_bucket.PutAsync, options.DeadLetterPrefix, TimeProvider.System),
            options.Users is null && options.Items is null
                ? null
                : new MetadataSender(putMetadata, TimeProvider.System),
            _shownItems,
            new InvocationLog(output, functionName, TimeProvider.System),
            TimeProvider.System
        );
    }

    public FunctionHandler Handler { get; }

    public void Dispose()
    {
        _bucket?.Dispose();
        _shownItems?.Dispose();
        _pace.Dispose();
    }
}
