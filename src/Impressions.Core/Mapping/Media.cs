using System.Globalization;
using System.Text;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// Reads what a media event holds beyond its name. All of it comes from the event itself, so that it is the same in whatever
/// order, and however often, events are delivered.
/// </summary>
/// <param name="item">Where the content's id stands.</param>
/// <param name="stepPercent">A share watched counts once in each step of so much of the content (percent).</param>
/// <param name="stepSeconds">A ping counts once in so much time of play (seconds).</param>
sealed class Media(EventField item, int stepPercent, int stepSeconds)
{
    static readonly EntityName Player = EntityName.Of("com.snowplowanalytics.snowplow", "media_player");

    static readonly EntityName Session = EntityName.Of("com.snowplowanalytics.snowplow.media", "session");

    /// <summary>Of a share watched (decimals): more than a player knows.</summary>
    const int Decimals = 4;

    /// <summary>What the index of entities must look for.</summary>
    public IEnumerable<EntityName> Entities =>
        item.Entity is null ? [Player, Session] : [Player, Session, item.Entity];

    /// <summary>Where the content's id stands.</summary>
    public EventField Item => item;

    /// <summary>Whether play goes on: something of it was played before in the media session, and not from its start.</summary>
    public static bool IsResumed(in EnrichedEvent enriched, EntityIndex entities) =>
        TimePlayed(enriched, entities) > 0 && CurrentTime(enriched, entities) > 0;

    /// <summary>The share of the content that was watched, 0 to 1; null when the event does not say.</summary>
    public static float? ShareWatched(EventContent content, in EnrichedEvent enriched, EntityIndex entities)
    {
        var share =
            content.Data.Member("percentProgress"u8).Number / 100
            ?? CurrentTime(enriched, entities) / entities.First(Player, enriched).Member("duration"u8).Number;
        return share is { } known && double.IsFinite(known)
            ? (float)Math.Round(Math.Clamp(known, 0, 1), Decimals)
            : null;
    }

    /// <summary>
    /// The idempotency key of a share watched: that of the step which it falls into, so that of all events of a step
    /// the first one counts, here and with Personalize. Null for other media events, which stand for themselves.
    /// </summary>
    public string? StepId(
        EventContent content,
        in EnrichedEvent enriched,
        EntityIndex entities,
        string sessionId,
        string itemId
    )
    {
        var (unit, at) = content.Definition?.Step switch
        {
            WatchedStep.Percent => ("%", 100 * ShareWatched(content, enriched, entities) / stepPercent),
            WatchedStep.Seconds => (
                "s",
                (TimePlayed(enriched, entities) ?? CurrentTime(enriched, entities)) / stepSeconds
            ),
            _ => ("", null),
        };
        if (at is not { } step)
        {
            return null;
        }

        var mediaSession = entities.First(Session, enriched).Member("mediaSessionId"u8).Id;
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{sessionId}\t{mediaSession}\t{itemId}\t{unit}{Math.Floor(step)}"
        );
        return EventIds.OfContent(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>Of the media session (seconds); null when the event does not say.</summary>
    static double? TimePlayed(in EnrichedEvent enriched, EntityIndex entities) =>
        entities.First(Session, enriched).Member("timePlayed"u8).Number;

    /// <summary>The position of the player in the content (seconds); null when the event does not say.</summary>
    static double? CurrentTime(in EnrichedEvent enriched, EntityIndex entities) =>
        entities.First(Player, enriched).Member("currentTime"u8).Number;
}
