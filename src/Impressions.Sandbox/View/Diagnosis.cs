namespace Impressions;

/// <summary>A kind of trouble with the tracking of a page.</summary>
enum DiagnosisKind
{
    /// <summary>A click that does not say which item: the item is no component of its own.</summary>
    NoItemComponent,

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
/// <param name="Says">What it leads to.</param>
/// <param name="Mend">The line of the page's configuration that mends it; empty where there is none.</param>
/// <param name="IsHint">Nothing is lost, but something could be better.</param>
sealed record Diagnosis(DiagnosisKind Kind, string Title, string Says, string Mend, bool IsHint = false);
