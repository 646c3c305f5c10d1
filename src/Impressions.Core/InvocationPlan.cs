using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>What is to be done for an invocation. Immutable.</summary>
/// <param name="Sessions">The batches of each session: sessions side by side, the batches of one in order.</param>
/// <param name="Metadata">Properties of users and items, the latest of each.</param>
/// <param name="DeadLetters">Events that cannot be read or mapped, and that no earlier invocation stored.</param>
sealed record InvocationPlan(
    IReadOnlyList<IReadOnlyList<Batch>> Sessions,
    IReadOnlyCollection<Metadata> Metadata,
    IReadOnlyList<DeadLetter> DeadLetters
);
