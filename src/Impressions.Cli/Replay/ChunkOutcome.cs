using System.Collections.ObjectModel;
using Impressions.Cli.Input;
using Impressions.Core.Delivery;

namespace Impressions.Cli.Replay;

/// <summary>What became of a chunk.</summary>
/// <param name="Settled">So many of its records are; the rest must be delivered again.</param>
/// <param name="Metrics">The function's own, by their names.</param>
/// <param name="DeadLetters">What was stored, row by row.</param>
/// <param name="Errors">What the function logged as an error, as text.</param>
sealed record ChunkOutcome(
    int Settled,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<StoredRow> DeadLetters,
    IReadOnlyList<string> Errors
)
{
    /// <summary>Batches that Personalize did not accept, by the answer's code.</summary>
    public IReadOnlyDictionary<string, int> Answers { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>No call can succeed until something is repaired.</summary>
    public bool IsMisconfigured =>
        Errors.Any(error => error.StartsWith(CallAdvice.NoCallCanSucceed, StringComparison.Ordinal));
}

/// <summary>A dead letter as it was stored: a Snowplow bad row.</summary>
/// <param name="Line">With its newline.</param>
readonly record struct StoredRow(ReadOnlyMemory<byte> Line, string Reason, string SequenceNumber);

/// <summary>Takes the chunks of a replay.</summary>
interface IChunkDelivery : IAsyncDisposable
{
    /// <param name="records">May be the rest of a chunk.</param>
    Task<ChunkOutcome> DeliverAsync(IReadOnlyList<InputRecord> records);
}
