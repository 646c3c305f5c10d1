namespace Impressions.Core.Mapping;

/// <summary>
/// What a first pass over an invocation's events finds for the second one, which maps them: some settings make an event
/// depend on later ones, or on what must be loaded before.
/// </summary>
sealed class InvocationSurvey
{
    readonly Dictionary<string, string> _firstUsers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _lastUsers = new(StringComparer.Ordinal);
    readonly HashSet<string> _recommendationsToLoad = new(StringComparer.Ordinal);

    /// <summary>Interactions in sessions without a known user yet.</summary>
    readonly List<(string SessionId, string Who, string ItemId)> _unnamed = [];

    /// <summary>Finds nothing: for settings that need no first pass.</summary>
    public static InvocationSurvey Empty { get; } = new();

    /// <summary>Recommendations that clicks name without saying what was shown, and that memory does not know either.</summary>
    public IReadOnlyCollection<string> RecommendationsToLoad => _recommendationsToLoad;

    /// <summary>The user whom the first event of the session that names one names; null when none does.</summary>
    public string? FirstUser(string sessionId) => _firstUsers.GetValueOrDefault(sessionId);

    /// <summary>The user whom the events so far named last for the session; null when none did.</summary>
    public string? LastUser(string sessionId) => _lastUsers.GetValueOrDefault(sessionId);

    /// <summary>Clicks that interactions may have followed from.</summary>
    public ClicksToLoad ClicksToLoad { get; } = new();

    public void AddUser(string sessionId, string userId)
    {
        _ = _firstUsers.TryAdd(sessionId, userId);
        _lastUsers[sessionId] = userId;
    }

    public void AddRecommendationToLoad(string recommendationId) =>
        _ = _recommendationsToLoad.Add(recommendationId);

    /// <summary>An interaction of a user; what was clicked in the session may be theirs.</summary>
    public void AddInteractionOf(string userId, string sessionId, string itemId)
    {
        ClicksToLoad.Add(userId, itemId);
        ClicksToLoad.AddSession(sessionId);
    }

    /// <summary>An interaction whose session may yet name its user.</summary>
    /// <param name="who">It belongs to otherwise.</param>
    public void AddUnnamedInteraction(string sessionId, string who, string itemId)
    {
        if (_unnamed.Count < ClicksToLoad.MaxKeys)
        {
            _unnamed.Add((sessionId, who, itemId));
        }
        else
        {
            ClicksToLoad.Add(who, itemId);
        }
    }

    /// <summary>All events were seen.</summary>
    public void Complete()
    {
        foreach (var (sessionId, who, itemId) in _unnamed)
        {
            if (FirstUser(sessionId) is { } user)
            {
                AddInteractionOf(user, sessionId, itemId);
            }
            else
            {
                ClicksToLoad.Add(who, itemId);
            }
        }

        _unnamed.Clear();
    }
}
