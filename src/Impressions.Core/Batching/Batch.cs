using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Core.Batching;

/// <summary>Interactions of one user and session, in stream order, at most ten: what one PutEvents call carries.</summary>
sealed class Batch(string? userId, string sessionId)
{
    // Few sessions have more events in an invocation, and those that have pay by copying them.
    readonly List<(Interaction Interaction, EventPosition Position)> _entries = new(capacity: 2);

    /// <summary>Null when nobody is known.</summary>
    public string? UserId { get; } = userId;

    public string SessionId { get; } = sessionId;

    public int Count => _entries.Count;

    public bool IsFull => _entries.Count == PersonalizeLimits.MaxEventsPerCall;

    /// <summary>Each with the event that it came from.</summary>
    public IReadOnlyList<(Interaction Interaction, EventPosition Position)> Entries => _entries;

    public void Add(Interaction interaction, EventPosition position) => _entries.Add((interaction, position));

    /// <summary>Two batches of half the size, to find out which interaction makes the service refuse them all.</summary>
    public (Batch First, Batch Second) Split()
    {
        var (first, second) = (new Batch(UserId, SessionId), new Batch(UserId, SessionId));
        for (var i = 0; i < _entries.Count; i++)
        {
            (i < _entries.Count / 2 ? first : second)._entries.Add(_entries[i]);
        }

        return (first, second);
    }
}
