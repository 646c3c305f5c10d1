namespace Impressions;

/// <summary>
/// Groups interactions into batches. Those of different sessions may be sent side by side; those of one session, of
/// whatever user, go one after the other.
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
        if (!_sessions.TryGetValue(interaction.SessionId, out var session))
        {
            session = new Session(interaction.SessionId);
            _sessions.Add(interaction.SessionId, session);
            _inOrder.Add(session.Batches);
        }

        session.OpenBatch(interaction.UserId).Add(interaction, position);
    }

    /// <summary>Nearly every session has one user.</summary>
    sealed class Session(string id)
    {
        Batch? _latest;

        /// <summary>The last batch of each other user.</summary>
        Dictionary<string, Batch>? _others;

        public List<Batch> Batches { get; } = new(capacity: 1);

        public Batch OpenBatch(string? userId)
        {
            if (_latest is not null && _latest.UserId != userId)
            {
                _others ??= new Dictionary<string, Batch>(StringComparer.Ordinal);
                _others[_latest.UserId ?? ""] = _latest;
                _latest = _others.GetValueOrDefault(userId ?? "");
            }

            if (_latest is not { IsFull: false })
            {
                _latest = new Batch(userId, id);
                Batches.Add(_latest);
            }

            return _latest;
        }
    }
}
