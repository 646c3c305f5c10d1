using Impressions.Core.Batching;

namespace Impressions.Core.Delivery;

/// <summary>What the service said to one batch.</summary>
/// <param name="Elapsed">From the first attempt to the answer.</param>
readonly record struct SentBatch(Batch Batch, CallAnswer Answer, DateTimeOffset AnsweredAt, TimeSpan Elapsed)
{
    /// <summary>Only alone is it proven that an interaction itself is what the service refuses.</summary>
    public bool IsRejectedAlone => Answer.Outcome == CallOutcome.Rejected && Batch.Count == 1;
}
