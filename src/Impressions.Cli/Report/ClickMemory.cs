using Impressions.Core;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Report;

/// <summary>
/// Clicks on recommendations, by who clicked and the item, to tell which recommendation a later action with that item came
/// from. In bounded memory.
/// </summary>
/// <param name="windowMilliseconds">How long after a click an action counts for it.</param>
/// <param name="sessions">Whether clicks before a login are the user's who logs in.</param>
/// <param name="capacity">Of one half of its memory (pairs of who and item); the other half holds as many older ones.</param>
sealed class ClickMemory(long windowMilliseconds, SessionIdentity sessions, int capacity)
{
    /// <summary>
    /// Of one visitor on one item. The last would do for events in order of time; those of a stream's shards are in it
    /// nearly.
    /// </summary>
    const int MaxClicks = 4;

    readonly ForgettingMap<(string Who, string ItemId), (string RecommendationId, long At)[]> _clicks = new(
        capacity
    );

    /// <param name="click">With a recommendation.</param>
    public void Add(Interaction click)
    {
        Add(click.UserId ?? click.SessionId, click);
        if (sessions == SessionIdentity.On && click is { IsAnonymous: true, UserId: not null })
        {
            Add(click.SessionId, click);
        }
    }

    /// <summary>The last click before the action; null where there was none within the window.</summary>
    public string? Find(Interaction action)
    {
        var click = Last(action.UserId ?? action.SessionId, action);
        if (sessions == SessionIdentity.On && !action.IsAnonymous)
        {
            var before = Last(action.SessionId, action);
            click = before.At > click.At ? before : click;
        }

        return action.SentAtMilliseconds - click.At <= windowMilliseconds ? click.RecommendationId : null;
    }

    void Add(string who, Interaction click)
    {
        var known = _clicks.TryGet((who, click.ItemId), out var clicks) ? clicks : [];
        _clicks.Set(
            (who, click.ItemId),
            [
                .. known
                    .Append((RecommendationId: click.RecommendationId!, At: click.SentAtMilliseconds))
                    .OrderBy(one => one.At)
                    .TakeLast(MaxClicks),
            ]
        );
    }

    (string? RecommendationId, long At) Last(string who, Interaction action) =>
        _clicks.TryGet((who, action.ItemId), out var clicks)
            ? clicks.LastOrDefault(click => click.At <= action.SentAtMilliseconds)
            : default;
}
