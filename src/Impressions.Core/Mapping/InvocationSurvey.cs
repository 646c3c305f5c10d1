namespace Impressions.Core.Mapping;

/// <summary>
/// What a first pass over an invocation's events finds for the second one, which maps them: some settings make an event
/// depend on later ones, or on what must be loaded before.
/// </summary>
sealed class InvocationSurvey
{
    readonly Dictionary<string, string> _firstUsers = new(StringComparer.Ordinal);
    readonly HashSet<string> _recommendationsToLoad = new(StringComparer.Ordinal);

    /// <summary>Finds nothing: for settings that need no first pass.</summary>
    public static InvocationSurvey Empty { get; } = new();

    /// <summary>Recommendations that clicks name without saying what was shown, and that memory does not know either.</summary>
    public IReadOnlyCollection<string> RecommendationsToLoad => _recommendationsToLoad;

    /// <summary>The user whom the first event of the session that names one names; null when none does.</summary>
    public string? FirstUser(string sessionId) => _firstUsers.GetValueOrDefault(sessionId);

    public void AddUser(string sessionId, string userId) => _ = _firstUsers.TryAdd(sessionId, userId);

    public void AddRecommendationToLoad(string recommendationId) =>
        _ = _recommendationsToLoad.Add(recommendationId);
}
