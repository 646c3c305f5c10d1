using System.Diagnostics.CodeAnalysis;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.Delivery;

/// <summary>
/// The interactions of an invocation by ids that several events have: the first one of an id is sent, the others wait for it.
/// An id is complete when one of its interactions is accepted, not when one is refused.
/// </summary>
sealed class SharedIds
{
    readonly Dictionary<string, Queue<Candidate>> _candidates = new(StringComparer.Ordinal);

    public void Clear() => _candidates.Clear();

    /// <summary>Behind those that are there already.</summary>
    public void Add(Interaction interaction, EventPosition position, string refusalId)
    {
        if (!_candidates.TryGetValue(interaction.EventId, out var candidates))
        {
            candidates = new Queue<Candidate>();
            _candidates.Add(interaction.EventId, candidates);
        }

        candidates.Enqueue(new Candidate(interaction, position, refusalId));
    }

    /// <summary>The interaction of the id that was sent was accepted.</summary>
    /// <returns>Those that waited for it.</returns>
    public IEnumerable<Candidate> Accept(string id) =>
        _candidates.Remove(id, out var candidates) ? candidates.Skip(1) : [];

    /// <summary>The interaction of the id that was sent was refused.</summary>
    /// <param name="refusalId">Its own.</param>
    /// <param name="next">What is to be sent in its place; null when nothing waits.</param>
    /// <returns>False when the id is that of one event only.</returns>
    public bool TryRefuse(string id, [NotNullWhen(true)] out string? refusalId, out Candidate? next)
    {
        (refusalId, next) = (null, null);
        if (!_candidates.TryGetValue(id, out var candidates))
        {
            return false;
        }

        refusalId = candidates.Dequeue().RefusalId;
        if (candidates.Count > 0)
        {
            next = candidates.Peek();
        }
        else
        {
            _ = _candidates.Remove(id);
        }

        return true;
    }

    public sealed record Candidate(Interaction Interaction, EventPosition Position, string RefusalId);
}
