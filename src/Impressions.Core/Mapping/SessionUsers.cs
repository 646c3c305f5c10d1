namespace Impressions.Core.Mapping;

/// <summary>
/// Finds the user of an event that names none: whom events of its session named last before it, else whom they name first
/// behind it in the invocation (a visitor who signs in in mid-session). Another user of the same session takes over from there
/// on; a new session has no user. In bounded memory; not for concurrent use.
/// </summary>
/// <param name="capacity">Sessions, and events, of one half of its memory; the other half holds as many older ones.</param>
sealed class SessionUsers(int capacity = SessionUsers.DefaultCapacity)
{
    /// <summary>Both halves together take about 8 MB for sessions and 6 MB for events, with ids of 36 characters.</summary>
    public const int DefaultCapacity = 16_384;

    readonly LatestById<string> _users = new(capacity);

    /// <summary>
    /// By event id what was found for it, so that a redelivered event is the same user's as before, whoever has been named
    /// since. Null for nobody.
    /// </summary>
    readonly LatestById<string?> _found = new(capacity);

    /// <summary>Sessions with a known user.</summary>
    public int Count => _users.Count;

    public void Add(string sessionId, string userId) => _users.Add(sessionId, userId);

    /// <summary>Whom events of the session named last; null when nobody is known.</summary>
    public string? Of(string sessionId) => _users.TryGet(sessionId, out var user) ? user : null;

    /// <param name="eventId">Of an event that names no user.</param>
    /// <param name="namedLater">The user whom the rest of the invocation names first; null for nobody.</param>
    /// <returns>Null when nobody is known.</returns>
    public string? Find(string eventId, string sessionId, string? namedLater)
    {
        if (!_found.TryGet(eventId, out var user))
        {
            user = Of(sessionId) ?? namedLater;
            _found.Add(eventId, user);
        }

        return user;
    }
}
