using System.Runtime.InteropServices;

namespace Impressions.Core.Mapping;

/// <summary>
/// Clicks on recommendations, by who clicked: a later interaction of theirs with the clicked item came from that
/// recommendation. In bounded memory; not for concurrent use.
/// </summary>
/// <param name="windowMilliseconds">How long after a click an interaction still came from it.</param>
/// <param name="joinsSessions">Whether a session's anonymous clicks become the user's whom an event of it names.</param>
/// <param name="capacity">
/// Clicks, and interactions, of one half of its memory; the other half holds as many older ones.
/// </param>
/// <param name="shared">Gets what is new, for other processes; null where nothing is shared.</param>
sealed class RecommendationClicks(
    long windowMilliseconds,
    bool joinsSessions,
    int capacity = RecommendationClicks.DefaultCapacity,
    SharedClicks? shared = null
)
{
    public const int DefaultCapacity = 8_192;

    /// <summary>Of one visitor; beyond them the earliest is forgotten, so that a robot costs no more than others.</summary>
    const int MaxClicksOfOne = 64;

    /// <summary>
    /// By interaction id what was found for it, so that a redelivered event is sent as before, whatever was clicked since.
    /// Null for nothing.
    /// </summary>
    readonly LatestById<string?> _found = new(capacity);

    Dictionary<string, List<Click>> _latest = new(StringComparer.Ordinal);
    Dictionary<string, List<Click>> _older = new(StringComparer.Ordinal);
    int _latestCount;
    int _olderCount;

    /// <summary>Clicks that are remembered.</summary>
    public int Count => _latestCount + _olderCount;

    /// <summary>Null where nothing is shared.</summary>
    public SharedClicks? Shared => shared;

    /// <param name="click">With a recommendation. The same one again changes nothing.</param>
    public void Add(Interaction click)
    {
        var one = new Click(click.ItemId, click.RecommendationId!, click.SentAtMilliseconds);
        var who = WhoOf(click);
        var isNew = Learn(who, one);
        if (
            joinsSessions
            && click.IsAnonymous
            && (click.SessionId == who ? isNew : TryAdd(click.SessionId, one))
        )
        {
            shared?.AddOfSession(click.SessionId, one);
        }
    }

    /// <summary>From another process.</summary>
    /// <param name="who">Clicked, or a session whose user was not known.</param>
    public void Load(string who, Click click) => _ = TryAdd(who, click);

    /// <summary>An event names the user of a session: clicks in it that had no user yet are this user's from now on.</summary>
    public void Join(string sessionId, string userId)
    {
        if (!joinsSessions || sessionId == userId || shared?.IsOwner(sessionId, userId) == false)
        {
            return;
        }

        _ = _older.Remove(sessionId, out var older);
        _ = _latest.Remove(sessionId, out var latest);
        _olderCount -= older?.Count ?? 0;
        _latestCount -= latest?.Count ?? 0;
        older?.ForEach(click => _ = Learn(userId, click));
        latest?.ForEach(click => _ = Learn(userId, click));
    }

    /// <param name="interaction">No click, and without a recommendation.</param>
    /// <returns>
    /// The recommendation whose item they clicked last before it, as known when it came for the first time; null where that
    /// is longer ago than the window, or never was.
    /// </returns>
    public string? Find(Interaction interaction)
    {
        if (!_found.TryGet(interaction.EventId, out var recommendationId))
        {
            recommendationId = LastBefore(interaction);
            _found.Add(interaction.EventId, recommendationId);
        }

        return recommendationId;
    }

    static string WhoOf(Interaction interaction) => interaction.UserId ?? interaction.SessionId;

    string? LastBefore(Interaction interaction)
    {
        var who = WhoOf(interaction);
        var last = default(Click);
        foreach (var clicks in (ReadOnlySpan<Dictionary<string, List<Click>>>)[_older, _latest])
        {
            foreach (var click in CollectionsMarshal.AsSpan(clicks.GetValueOrDefault(who)))
            {
                if (
                    click.ItemId == interaction.ItemId
                    && click.AtMilliseconds <= interaction.SentAtMilliseconds
                    && (last.RecommendationId is null || click.AtMilliseconds >= last.AtMilliseconds)
                )
                {
                    last = click;
                }
            }
        }

        return interaction.SentAtMilliseconds - last.AtMilliseconds <= windowMilliseconds
            ? last.RecommendationId
            : null;
    }

    /// <returns>False when it was known.</returns>
    bool Learn(string who, Click click)
    {
        var isNew = TryAdd(who, click);
        if (isNew)
        {
            shared?.Add(who, click);
        }

        return isNew;
    }

    /// <returns>False when it was known.</returns>
    bool TryAdd(string who, Click click)
    {
        if (
            (_older.TryGetValue(who, out var older) && older.Contains(click))
            || (_latest.TryGetValue(who, out var latest) && latest.Contains(click))
        )
        {
            return false;
        }

        if (_latestCount >= capacity)
        {
            (_latest, _older) = (_older, _latest);
            _olderCount = _latestCount;
            _latest.Clear();
            _latestCount = 0;
        }

        ref var clicks = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, who, out _);
        clicks ??= [];
        if (clicks.Count == MaxClicksOfOne)
        {
            _ = clicks.Remove(clicks.MinBy(one => one.AtMilliseconds));
            _latestCount--;
        }

        clicks.Add(click);
        _latestCount++;
        return true;
    }
}
