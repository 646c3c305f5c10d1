namespace Impressions.Sandbox.View;

/// <summary>A kind of trouble with the tracking of a page.</summary>
enum DiagnosisKind
{
    /// <summary>A click that does not say which item: the item is no component of its own.</summary>
    NoItemComponent,

    /// <summary>A link of a recommendation that is in none of its items, and was tracked all the same.</summary>
    LinkIsNoItem,

    /// <summary>The page and the settings have different names for the same thing.</summary>
    OtherName,

    /// <summary>Links are tracked, elements are not.</summary>
    NoElementTracking,

    /// <summary>Recommendations are seen, their clicks are not.</summary>
    NoClicks,

    /// <summary>A click within a recommendation that does not say which.</summary>
    NoRecommendationId,

    /// <summary>An id that Personalize would not take.</summary>
    IdTooLong,

    /// <summary>More than Personalize takes.</summary>
    TooMuch,

    /// <summary>An item without an id that could be used.</summary>
    NoItemId,

    /// <summary>One click as two events with ids of their own.</summary>
    TrackedTwice,

    /// <summary>Element tracking was started twice.</summary>
    StartedTwice,

    /// <summary>Elements of one event that contradict each other.</summary>
    Ambiguous,

    /// <summary>Neither a user nor a session.</summary>
    AnonymousWithoutSession,

    /// <summary>Its schema does not allow it.</summary>
    SchemaViolation,

    /// <summary>The components were given to the link click plugin, which puts a list into the list of entities.</summary>
    NestedEntities,

    /// <summary>What came is not what a tracker sends.</summary>
    NotFromATracker,
}

/// <summary>Trouble with the tracking, in plain words.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Explanation">What it leads to.</param>
/// <param name="Fix">The line of the page's configuration that repairs it; empty where there is none.</param>
/// <param name="IsHint">Nothing is lost, but something could be better.</param>
sealed record Diagnosis(
    DiagnosisKind Kind,
    string Title,
    string Explanation,
    string Fix,
    bool IsHint = false
);
