namespace Impressions;

/// <summary>
/// The user whom events named last in each session, in bounded memory; not for concurrent use. A later user of a session
/// takes over from there on; a new session has no user.
/// </summary>
/// <param name="capacity">Sessions of one half of its memory; the other half holds as many older ones.</param>
sealed class SessionUsers(int capacity = SessionUsers.DefaultCapacity)
{
    /// <summary>Both halves together take about 8 MB for ids of 36 characters (sessions).</summary>
    public const int DefaultCapacity = 16_384;

    readonly LatestById<string> _users = new(capacity);

    /// <summary>Sessions with a known user.</summary>
    public int Count => _users.Count;

    public void Add(string sessionId, string userId) => _users.Add(sessionId, userId);

    /// <returns>Null when no event has named a user yet.</returns>
    public string? Find(string sessionId) => _users.TryGet(sessionId, out var user) ? user : null;
}
