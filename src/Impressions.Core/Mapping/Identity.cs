using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>Who did it, in which session.</summary>
/// <param name="UserId">Null when nobody is known.</param>
/// <param name="SessionId">Null when there is no session and nobody who could stand for one.</param>
/// <param name="IsAnonymous">The event names no user: the id is a device's, or there is none.</param>
readonly record struct Identity(string? UserId, string? SessionId, bool IsAnonymous)
{
    public static Identity Of(
        in EnrichedEvent enriched,
        EntityIndex entities,
        AnonymousUsers anonymous,
        RepeatedTexts texts,
        List<Anomaly> anomalies
    )
    {
        var clientSession = entities.First(EntityKind.ClientSession, enriched);
        var device = texts.IdOf(clientSession.Member("userId"u8));
        var session = texts.IdOf(clientSession.Member("sessionId"u8));
        var user = Present(texts.Of(enriched[EnrichedColumn.UserId]), anomalies);
        var isAnonymous = user is null;
        if (isAnonymous && anonymous == AnonymousUsers.Device)
        {
            user =
                Present(texts.Of(enriched[EnrichedColumn.DomainUserId]), anomalies)
                ?? Present(device, anomalies);
        }

        return new Identity(
            user,
            Present(texts.Of(enriched[EnrichedColumn.DomainSessionId]), anomalies)
                ?? Present(session, anomalies)
                ?? user,
            isAnonymous
        );
    }

    /// <summary>The user whom an event itself names, and its session.</summary>
    /// <param name="entities">Reads the event where its session stands in an entity.</param>
    /// <returns>False when it does not name both.</returns>
    public static bool TryReadNamed(
        in EnrichedEvent enriched,
        EntityIndex entities,
        RepeatedTexts texts,
        out string userId,
        out string sessionId
    )
    {
        sessionId = "";
        userId = texts.Of(enriched[EnrichedColumn.UserId]);
        if (!IsUsable(userId))
        {
            return false;
        }

        sessionId = texts.Of(enriched[EnrichedColumn.DomainSessionId]);
        if (!IsUsable(sessionId) && entities.TryRead(enriched))
        {
            sessionId = texts.IdOf(entities.First(EntityKind.ClientSession, enriched).Member("sessionId"u8));
        }

        return IsUsable(sessionId);
    }

    /// <summary>An id that identifies somebody, and that Personalize accepts.</summary>
    public static bool IsUsable(string id) =>
        !Placeholders.IsPlaceholder(id) && CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, id);

    static string? Present(string id, List<Anomaly> anomalies)
    {
        if (Placeholders.IsPlaceholder(id))
        {
            return null;
        }

        if (CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, id))
        {
            return id;
        }

        anomalies.Add(Anomaly.IdentityDropped);
        return null;
    }
}
