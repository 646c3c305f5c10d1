namespace Impressions;

/// <summary>What came of a portion.</summary>
/// <param name="Settled">So many of its lines are; the rest must be delivered again.</param>
/// <param name="Metrics">The function's own, by their names.</param>
/// <param name="DeadLetters">Snowplow bad rows, one a line.</param>
/// <param name="Errors">What the function logged as an error, as text.</param>
sealed record PortionOutcome(
    int Settled,
    IReadOnlyDictionary<string, double> Metrics,
    ReadOnlyMemory<byte> DeadLetters,
    IReadOnlyList<string> Errors
)
{
    /// <summary>No call can succeed until something is mended.</summary>
    public bool IsMisconfigured =>
        Errors.Any(error => error.StartsWith(CallAdvice.NoCallCanSucceed, StringComparison.Ordinal));
}

/// <summary>Takes the portions of a replay.</summary>
interface IPortionDelivery : IAsyncDisposable
{
    /// <param name="portion">May be the rest of one.</param>
    Task<PortionOutcome> DeliverAsync(EventPortion portion);
}
