using System.Runtime.InteropServices;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.Batching;

/// <summary>
/// Groups interactions into batches. Those of different sessions may be sent side by side; those of one session,
/// whoever its users are, one after the other.
/// </summary>
sealed class BatchPlanner
{
    readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    readonly List<IReadOnlyList<Batch>> _inOrder = [];

    /// <summary>The batches of each session, in the order in which they must be sent.</summary>
    public IReadOnlyList<IReadOnlyList<Batch>> Sessions => _inOrder;

    public void Clear()
    {
        _sessions.Clear();
        _inOrder.Clear();
    }

    public void Add(Interaction interaction, EventPosition position)
    {
        ref var session = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _sessions,
            interaction.SessionId,
            out var isKnown
        );
        if (!isKnown)
        {
            session.Batches = new List<Batch>(capacity: 1);
            _inOrder.Add(session.Batches);
        }

        session.Open(interaction.UserId, interaction.SessionId).Add(interaction, position);
    }

    struct Session
    {
        public List<Batch> Batches;
        Batch? _latest;

        /// <summary>The last batch of each user, once there are several.</summary>
        Dictionary<string, Batch>? _byUser;

        /// <summary>The batch that the user's next interaction goes into.</summary>
        public Batch Open(string? userId, string sessionId)
        {
            if (_latest is not null && _latest.UserId != userId)
            {
                _byUser ??= new Dictionary<string, Batch>(StringComparer.Ordinal);
                _byUser[_latest.UserId ?? ""] = _latest;
                _latest = _byUser.GetValueOrDefault(userId ?? "");
            }

            if (_latest is not { IsFull: false })
            {
                _latest = new Batch(userId, sessionId);
                Batches.Add(_latest);
            }

            return _latest;
        }
    }
}
