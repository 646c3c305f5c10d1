namespace Impressions.Emulation.Personalize;

/// <summary>An event that the endpoint took, with what its call said about all of its events.</summary>
sealed record AcceptedEvent(int CallNumber, string SessionId, string? UserId, ReceivedEvent Event);

/// <summary>What becomes of accepted events.</summary>
static class AcceptedEvents
{
    public static IEnumerable<AcceptedEvent> Of(IEnumerable<PutEventsCall> calls) =>
        calls
            .Where(call => call.IsAccepted)
            .SelectMany(
                call => call.Request!.Events,
                (call, entry) =>
                    new AcceptedEvent(call.Number, call.Request!.SessionId, call.Request.UserId, entry)
            );

    /// <summary>
    /// The training view: what the service would learn from. A session called <c>null</c> is answered 200 and not
    /// recorded; of events with the same id, and of events with the same time and the same content, the first counts.
    /// </summary>
    /// <remarks>
    /// The documentation says "identical properties"; taken as everything but the event id, since two users' clicks
    /// in the same second are not one.
    /// </remarks>
    public static IEnumerable<AcceptedEvent> ForTraining(IEnumerable<AcceptedEvent> accepted) =>
        accepted
            .Where(taken => taken.SessionId != "null")
            .DistinctBy(taken => taken.Event.EventId ?? (object)taken)
            .DistinctBy(Content);

    static object Content(AcceptedEvent taken) =>
        (
            taken.SessionId,
            taken.UserId,
            taken.Event with
            {
                EventId = null,
                Impression = null,
                Bytes = 0,
            },
            taken.Event.Impression is { } items ? string.Join('|', items) : null
        );
}
