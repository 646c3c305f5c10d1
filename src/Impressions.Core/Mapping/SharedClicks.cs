using System.Text;

namespace Impressions.Core.Mapping;

/// <summary>
/// What processes share of clicks, as rows of a table, and what of it is not saved yet. In bounded memory; not for concurrent
/// use.
/// </summary>
/// <param name="capacity">News that waits to be saved, and sessions of one half of its memory.</param>
sealed class SharedClicks(int capacity)
{
    /// <summary>No recommendation id is as long (40 characters), so that keys of clicks are none of theirs.</summary>
    const string KeyPrefix = "impressions/";

    readonly Dictionary<string, ClickNews> _news = new(StringComparer.Ordinal);

    /// <summary>By session the first user whom it named.</summary>
    readonly LatestById<string> _owners = new(capacity);

    /// <summary>What is not saved yet.</summary>
    public IReadOnlyDictionary<string, ClickNews> News => _news;

    /// <summary>Of the row of who clicked an item: made of a hash, so that the table names no user.</summary>
    public static string KeyOf(string who, string itemId) => Hashed("click", who, itemId);

    /// <summary>Of the row of a session: its clicks without a user, and the user whom it named first.</summary>
    public static string KeyOfSession(string sessionId) => Hashed("session", sessionId, "");

    /// <param name="id">As in <see cref="News"/>.</param>
    public void Saved(string id) => _ = _news.Remove(id);

    /// <summary>Somebody clicked an item in a recommendation.</summary>
    public void Add(string who, Click click)
    {
        var key = KeyOf(who, click.ItemId);
        if (!_news.TryGetValue(key, out var other) || other.Click.AtMilliseconds <= click.AtMilliseconds)
        {
            AddNews(key, new ClickNews(ClickNewsKind.Click, key, click, Owner: ""));
        }
    }

    /// <summary>Somebody whom the session may yet name clicked.</summary>
    public void AddOfSession(string sessionId, Click click)
    {
        var key = KeyOfSession(sessionId);
        AddNews($"{key} {click}", new ClickNews(ClickNewsKind.ClickOfSession, key, click, Owner: ""));
    }

    /// <summary>
    /// Whether a user is the first of a session of which the table did not say another. False where it did not answer: the
    /// session's clicks then wait for an invocation in which it does.
    /// </summary>
    public bool IsCompletelyLoaded { get; set; } = true;

    public bool KnowsOwner(string sessionId) => _owners.TryGet(sessionId, out _);

    /// <summary>From the table.</summary>
    public void LoadOwner(string sessionId, string owner) => _owners.Add(sessionId, owner);

    /// <summary>A session names a user.</summary>
    /// <returns>Whether it is the first whom it named, as far as any process knows.</returns>
    public bool IsOwner(string sessionId, string userId)
    {
        var owner = Hashed("owner", sessionId, userId);
        if (_owners.TryGet(sessionId, out var first))
        {
            return first == owner;
        }

        if (!IsCompletelyLoaded)
        {
            return false;
        }

        _owners.Add(sessionId, owner);
        var key = KeyOfSession(sessionId);
        AddNews(key, new ClickNews(ClickNewsKind.OwnerOfSession, key, Click: default, owner));
        return true;
    }

    void AddNews(string id, ClickNews news)
    {
        if (_news.Count < capacity || _news.ContainsKey(id))
        {
            _news[id] = news;
        }
    }

    static string Hashed(string kind, string one, string other) =>
        KeyPrefix + EventIds.OfContent(Encoding.UTF8.GetBytes($"{kind}\t{one.Length}\t{one}\t{other}"));
}

/// <summary>A change of the table.</summary>
/// <param name="Key">Of its row.</param>
/// <param name="Owner">Tells one user of the session from another; empty for a click.</param>
readonly record struct ClickNews(ClickNewsKind Kind, string Key, Click Click, string Owner);

enum ClickNewsKind : byte
{
    /// <summary>Of who clicked and item.</summary>
    Click,

    /// <summary>One of a session's that had no user yet.</summary>
    ClickOfSession,

    /// <summary>The first user of a session.</summary>
    OwnerOfSession,
}
