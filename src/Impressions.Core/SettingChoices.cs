namespace Impressions.Core;

/// <summary>What a click on a recommendation becomes when its item is unknown.</summary>
enum UnresolvedClick : byte
{
    /// <summary>A click on the first item shown, if any was.</summary>
    First,
    Skip,
}

/// <summary>What becomes of an event that Enrich marked as a robot's.</summary>
enum Robots : byte
{
    Skip,

    /// <summary>It counts like any other.</summary>
    Keep,
}

/// <summary>Who an event belongs to that names no user.</summary>
enum AnonymousUsers : byte
{
    /// <summary>The device's id stands for the user.</summary>
    Device,

    /// <summary>Nobody: Personalize joins the session's history when the visitor logs in.</summary>
    Session,
}

/// <summary>Whether an event that names no user gets the one that another event of its session names.</summary>
enum SessionIdentity : byte
{
    Off,
    On,
}

/// <summary>What a purchased item's interaction says it is worth.</summary>
enum EventValue : byte
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Of one piece, in the currency of the event.</summary>
    Price,

    /// <summary>Pieces.</summary>
    Quantity,

    /// <summary>Price times quantity.</summary>
    Revenue,
}

/// <summary>Where it is remembered what recommendations showed, for the clicks that do not say it.</summary>
enum ImpressionStore : byte
{
    /// <summary>Nowhere.</summary>
    Off,

    /// <summary>In this process, as long as it lives.</summary>
    Memory,

    /// <summary>There, and in a table that all processes share.</summary>
    Dynamodb,
}

/// <summary>Where clicks on recommendations are remembered, for the purchases and other interactions that follow from them.</summary>
enum AttributeConversions : byte
{
    /// <summary>Nowhere.</summary>
    Off,

    /// <summary>In this process, as long as it lives.</summary>
    Memory,

    /// <summary>There, and in a table that all processes share.</summary>
    Dynamodb,
}

/// <summary>Whether it is counted how recommendation widgets do.</summary>
enum RecommendationMetrics : byte
{
    Off,
    On,
}

/// <summary>What becomes of what can never be sent where there is no bucket for it.</summary>
enum DeadLetterPolicy : byte
{
    /// <summary>Its record stays a batch item failure, so that Lambda's on-failure destination gets it in the end.</summary>
    Keep,

    /// <summary>Its place in the stream and the reason are logged, and it is let go.</summary>
    Log,
}
