using System.Text;

namespace Impressions;

/// <summary>
/// Which user a session belongs to, as its events say: the one named last before, or where nobody was named before, the
/// first one named after within the invocation (a visitor who signs in in mid-session). Another user of the same session
/// takes over from there on; a new session knows nobody. Not for concurrent use.
/// </summary>
/// <param name="capacity">Sessions of one half of its memory; the other half holds as many older ones.</param>
sealed class SessionUsers(int capacity = SessionUsers.DefaultCapacity)
{
    /// <summary>With the half before, about 8 MB of memory for ids of 36 characters.</summary>
    public const int DefaultCapacity = 16_384;

    readonly LatestById<string> _named = new(capacity);
    readonly Dictionary<string, string> _firstNamed = new(StringComparer.Ordinal);

    /// <summary>Sessions that it knows.</summary>
    public int Count => _named.Count;

    /// <summary>Starts an invocation: who is named in it is not the user of what came before it.</summary>
    public void Begin() => _firstNamed.Clear();

    /// <summary>Learns from an event of whatever kind, also one that is not selected.</summary>
    public void Learn(in EnrichedEvent enriched)
    {
        var user = enriched[EnrichedColumn.UserId];
        var session = enriched[EnrichedColumn.DomainSessionId];
        if (!user.IsEmpty && !session.IsEmpty)
        {
            Learn(Encoding.UTF8.GetString(session), Encoding.UTF8.GetString(user));
        }
    }

    /// <summary>Placeholders and ids that are too long name nobody.</summary>
    public void Learn(string sessionId, string userId)
    {
        if (Identity.IsUsable(sessionId) && Identity.IsUsable(userId))
        {
            _named.Add(sessionId, userId);
            _ = _firstNamed.TryAdd(sessionId, userId);
        }
    }

    /// <summary>With the user that was named before it, if it names none itself.</summary>
    public Interaction AfterNaming(Interaction interaction)
    {
        if (!interaction.IsAnonymous)
        {
            Learn(interaction.SessionId, interaction.UserId!);
            return interaction;
        }

        return _named.TryGet(interaction.SessionId, out var user) ? By(user, interaction) : interaction;
    }

    /// <summary>With the user that was named after it in the invocation, if nobody was before.</summary>
    public Interaction BeforeNaming(Interaction interaction) =>
        interaction.IsAnonymous && _firstNamed.TryGetValue(interaction.SessionId, out var user)
            ? By(user, interaction)
            : interaction;

    static Interaction By(string user, Interaction interaction) =>
        interaction with
        {
            UserId = user,
            IsAnonymous = false,
        };
}
