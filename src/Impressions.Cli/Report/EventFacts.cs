namespace Impressions.Cli.Report;

/// <summary>What the report needs to know of an event beyond what becomes of it.</summary>
/// <param name="EventId">The same for a duplicate; null for an event that the report has no interest in.</param>
/// <param name="AtMilliseconds">When it happened (since 1970-01-01 UTC).</param>
/// <param name="RecommendationId">Null when it came from no recommendation.</param>
/// <param name="Widget">Name of the recommendation's element; null when it has none.</param>
/// <param name="Shown">Items on view, as far as the event says.</param>
/// <param name="Unresolved">Why a click without an item has none.</param>
/// <param name="IsPurchase">Whether its items were bought.</param>
readonly record struct EventFacts(
    string? EventId,
    EventPart Part,
    long AtMilliseconds,
    string? RecommendationId,
    string? Widget,
    IReadOnlyList<string> Shown,
    UnresolvedReason Unresolved,
    bool IsPurchase
);

/// <summary>Which part an event has in what the report tells.</summary>
enum EventPart : byte
{
    /// <summary>What a visitor did with an item that is no click: it may be a conversion.</summary>
    Action,

    /// <summary>A recommendation came into view.</summary>
    View,

    /// <summary>Something was clicked, in a recommendation or not.</summary>
    Click,
}

/// <summary>Why a click on a recommendation counts for no item.</summary>
enum UnresolvedReason : byte
{
    None = 0,

    /// <summary>The event has neither the item's element nor a list of the items shown.</summary>
    NothingShown,

    /// <summary>The items shown are known, but the link names none of them, or several.</summary>
    LinkNamesNoItem,

    /// <summary>The link stays on its page or leads to none, such as an arrow's.</summary>
    LinkLeadsNowhere,

    /// <summary>Not a link, and in no item's element.</summary>
    NotInAnItem,

    /// <summary>It names an item, but not one that Personalize takes.</summary>
    UnusableItem,

    /// <summary>It has neither a user nor a session.</summary>
    NoIdentity,
}
