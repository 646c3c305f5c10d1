namespace Impressions.Core.Mapping;

/// <summary>Why an event made no interaction.</summary>
enum SkipReason : byte
{
    /// <summary>It made one, or it is a dead letter.</summary>
    None = 0,

    /// <summary>The selection does not match its name: the normal fate of most events.</summary>
    NotSelected,

    /// <summary>Selected by its name, but of a vendor or model that no mapping exists for.</summary>
    UnknownEvent,

    /// <summary>Its action means nothing to Personalize, such as <c>refund</c>; <c>EVENT_TYPES</c> may change that.</summary>
    NoEventType,

    /// <summary>A link clicked outside every recommendation.</summary>
    NotARecommendation,

    /// <summary>A recommendation was clicked, but nothing on the event names the item.</summary>
    ClickedItemUnknown,

    /// <summary>It names no item, or only such as Personalize cannot take.</summary>
    NoItem,

    /// <summary>Neither a user nor a session, and PutEvents requires a session.</summary>
    NoIdentity,

    /// <summary>The tracker sent the same event twice; the first one counts.</summary>
    Duplicate,

    /// <summary>Of several events in one step of a content's play the first one counts.</summary>
    AlreadyWatched,

    /// <summary>It shows what a recommendation listed, for the clicks that follow.</summary>
    Remembered,

    /// <summary>A condition of <c>EVENT_FILTER</c> does not hold for it.</summary>
    Filtered,

    /// <summary>Enrich marked it as a robot's.</summary>
    Robot,
}

static class SkipReasons
{
    /// <summary>True when nothing is wrong: the event was never meant for Personalize.</summary>
    public static bool IsIntentional(this SkipReason reason) =>
        reason
            is SkipReason.NotSelected
                or SkipReason.NoEventType
                or SkipReason.NotARecommendation
                or SkipReason.Duplicate
                or SkipReason.AlreadyWatched
                or SkipReason.Remembered
                or SkipReason.Filtered
                or SkipReason.Robot;
}
