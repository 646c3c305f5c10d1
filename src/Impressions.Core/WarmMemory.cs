using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>
/// What an invocation leaves behind for the next one in the same process. The pipeline owns it; all of it is in bounded memory.
/// Nothing is lost without it: a new process starts with nothing.
/// <para>
/// Lambda delivers the records of a failed invocation again, from the lowest failed one on, perhaps fewer at a time. So that
/// every event then becomes what it was the first time:
/// </para>
/// <list type="table">
/// <item><term><see cref="Settled"/></term><description>
/// Holds what was accepted, and dead letters that were stored or logged: neither is sent or stored again. What a failed
/// invocation did not complete is not in it. An id that several events share is complete by an acceptance alone; a refusal is
/// that of its one event (<see cref="EventIds.OfRefusal"/>).
/// </description></item>
/// <item><term><see cref="Users"/></term><description>
/// Keeps what a failed invocation learned, and by event id the user that was found for each anonymous event: a redelivered
/// event keeps that user, also where a later record has named another one since.
/// </description></item>
/// <item><term><see cref="ShownItems"/></term><description>
/// Keeps what a failed invocation learned, and by event id what was found for each click: a redelivered click keeps that, also
/// where more has come into view since. What could not be saved to the table is saved by the next invocation.
/// </description></item>
/// <item><term><see cref="Clicks"/></term><description>
/// Keeps what a failed invocation learned, and by interaction id the recommendation that was found for each interaction: a
/// redelivered one keeps it, or none, also where a click has come since. What could not be saved to the table is saved by the
/// next invocation.
/// </description></item>
/// <item><term><see cref="Widgets"/></term><description>
/// Keeps the ids of what it has counted: a redelivered event is not counted again.
/// </description></item>
/// <item><term>Metadata</term><description>
/// Its sender, outside of the core, keeps what was sent last of each user and item, with the arrival of its record: a
/// redelivered record, being older, does not replace it.
/// </description></item>
/// </list>
/// Ids seen, plan, outcome and report are the invocation's own, and the next one starts without them.
/// </summary>
sealed class WarmMemory(ImpressionsOptions options)
{
    public SettledIds Settled { get; } = new();

    /// <summary>Null when events are not identified by their sessions.</summary>
    public SessionUsers? Users { get; } =
        options.SessionIdentity == SessionIdentity.On ? new SessionUsers() : null;

    /// <summary>Null when shown items are not remembered.</summary>
    public ShownItems? ShownItems { get; } =
        options.ImpressionStore == ImpressionStore.Off
            ? null
            : new ShownItems(isShared: options.SharesShownItems);

    /// <summary>Null when widgets are not counted.</summary>
    public WidgetCounter? Widgets { get; } =
        options.RecommendationMetrics == RecommendationMetrics.Off ? null : new WidgetCounter();

    /// <summary>Null when interactions are not attributed to the clicks before them.</summary>
    public RecommendationClicks? Clicks { get; } =
        options.AttributeConversions == AttributeConversions.Off
            ? null
            : new RecommendationClicks(
                (long)options.AttributionWindow.TotalMilliseconds,
                joinsSessions: options.SessionIdentity == SessionIdentity.On,
                shared: options.SharesClicks ? new SharedClicks(RecommendationClicks.DefaultCapacity) : null
            );
}
