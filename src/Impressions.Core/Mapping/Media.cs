using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Impressions;

/// <summary>
/// What a media event tells beyond its name. All from the event itself, so that it comes to the same in whatever order,
/// and however often, events are delivered.
/// </summary>
/// <param name="item">Where the content's id stands.</param>
/// <param name="stepPercent">A share watched counts once in each step of so much of the content (percent).</param>
/// <param name="stepSeconds">A ping counts once in so much time of play (seconds).</param>
sealed class Media(EventField item, int stepPercent, int stepSeconds)
{
    static readonly EntityName Player = EntityName.Of("com.snowplowanalytics.snowplow", "media_player");

    static readonly EntityName Session = EntityName.Of("com.snowplowanalytics.snowplow.media", "session");

    /// <summary>The names of the events that are mapped.</summary>
    public static IReadOnlyList<string> EventNames { get; } =
    ["play_event", "pause_event", "end_event", "percent_progress_event", "ping_event"];

    /// <summary>Of a share watched (decimals): more than a player knows.</summary>
    const int Decimals = 4;

    /// <summary>What the index of entities must look for.</summary>
    public IEnumerable<EntityName> Entities =>
        item.Entity is null ? [Player, Session] : [Player, Session, item.Entity];

    /// <summary>Empty when the event does not name it.</summary>
    public string ItemOf(in EnrichedEvent enriched, EntityIndex entities)
    {
        if (item.Entity is null)
        {
            return Encoding.UTF8.GetString(enriched.At(item.Column));
        }

        foreach (var entity in entities.Of(item.Entity, enriched))
        {
            return entity.Member(item.Member).Id; // the first one
        }

        return "";
    }

    /// <summary>Whether play goes on: something of it was played before in the media session, and not from its start.</summary>
    public static bool IsResumed(in EnrichedEvent enriched, EntityIndex entities) =>
        Number(Session, "timePlayed"u8, enriched, entities) > 0
        && Number(Player, "currentTime"u8, enriched, entities) > 0;

    /// <summary>The share of the content that was watched, 0 to 1; null when the event does not say.</summary>
    public static float? ShareWatched(EventContent content, in EnrichedEvent enriched, EntityIndex entities)
    {
        var share =
            Number(content.Data.Member("percentProgress"u8)) / 100
            ?? Number(Player, "currentTime"u8, enriched, entities)
                / Number(Player, "duration"u8, enriched, entities);
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
        var (unit, at) = content.Kind switch
        {
            EventKind.MediaProgress => ("%", 100 * ShareWatched(content, enriched, entities) / stepPercent),
            EventKind.MediaPing => (
                "s",
                (
                    Number(Session, "timePlayed"u8, enriched, entities)
                    ?? Number(Player, "currentTime"u8, enriched, entities)
                ) / stepSeconds
            ),
            _ => ("", null),
        };
        if (at is not { } step)
        {
            return null;
        }

        var mediaSession = "";
        foreach (var session in entities.Of(Session, enriched))
        {
            mediaSession = session.Member("mediaSessionId"u8).Id;
            break;
        }

        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{sessionId}\t{mediaSession}\t{itemId}\t{unit}{Math.Floor(step)}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }

    static double? Number(
        EntityName entity,
        ReadOnlySpan<byte> member,
        in EnrichedEvent enriched,
        EntityIndex entities
    )
    {
        foreach (var found in entities.Of(entity, enriched))
        {
            return Number(found.Member(member));
        }

        return null;
    }

    static double? Number(JsonValue json) =>
        json.Kind == JsonKind.Number
        && double.TryParse(json.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
