using System.Runtime.InteropServices;

namespace Impressions;

/// <summary>
/// Groups interactions into batches. Those of different sessions may be sent side by side; those of one session, of
/// whatever user, go one after the other.
/// </summary>
sealed class BatchPlanner
{
    readonly Dictionary<(string? UserId, string SessionId), Batch> _open = [];
    readonly Dictionary<string, List<Batch>> _sessions = new(StringComparer.Ordinal);
    readonly List<IReadOnlyList<Batch>> _inOrder = [];

    /// <summary>The batches of each session, in the order in which they must be sent.</summary>
    public IReadOnlyList<IReadOnlyList<Batch>> Sessions => _inOrder;

    public void Clear()
    {
        _open.Clear();
        _sessions.Clear();
        _inOrder.Clear();
    }

    public void Add(Interaction interaction, EventPosition position)
    {
        ref var batch = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _open,
            (interaction.UserId, interaction.SessionId),
            out _
        );
        if (batch is null || batch.IsFull)
        {
            batch = new Batch(interaction.UserId, interaction.SessionId);
            SessionOf(batch.SessionId).Add(batch);
        }

        batch.Add(interaction, position);
    }

    List<Batch> SessionOf(string sessionId)
    {
        if (!_sessions.TryGetValue(sessionId, out var session))
        {
            session = new List<Batch>(capacity: 1);
            _sessions.Add(sessionId, session);
            _inOrder.Add(session);
        }

        return session;
    }
}
