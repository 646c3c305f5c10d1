using Impressions.Core.Mapping;

namespace Impressions.Cli.Report;

/// <summary>
/// Clicks on recommendations, by who clicked and the item, to tell which recommendation a later action with that item came
/// from. In bounded memory.
/// </summary>
/// <param name="windowMilliseconds">How long after a click an action counts for it.</param>
/// <param name="capacity">Clicks of one half of its memory; the other half holds as many older ones.</param>
sealed class ClickMemory(long windowMilliseconds, int capacity)
{
    readonly ForgettingMap<(string Who, string ItemId), (string RecommendationId, long At)> _clicks = new(
        capacity
    );

    /// <summary>The last click counts.</summary>
    /// <param name="click">With a recommendation.</param>
    public void Add(Interaction click)
    {
        if (!_clicks.TryGet(KeyOf(click), out var known) || known.At <= click.SentAtMilliseconds)
        {
            _clicks.Set(KeyOf(click), (click.RecommendationId!, click.SentAtMilliseconds));
        }
    }

    /// <summary>Null where no click came before, or none within the window.</summary>
    public string? Find(Interaction action) =>
        _clicks.TryGet(KeyOf(action), out var click)
        && action.SentAtMilliseconds - click.At >= 0
        && action.SentAtMilliseconds - click.At <= windowMilliseconds
            ? click.RecommendationId
            : null;

    static (string Who, string ItemId) KeyOf(Interaction interaction) =>
        (interaction.UserId ?? interaction.SessionId, interaction.ItemId);
}
