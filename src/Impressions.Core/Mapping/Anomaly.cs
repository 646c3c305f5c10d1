namespace Impressions.Core.Mapping;

/// <summary>Something odd in an event that was mapped all the same: counted, so that the tracking can be fixed.</summary>
enum Anomaly : byte
{
    /// <summary>An item without a usable id (missing, a placeholder, not a text or number, over 256 characters).</summary>
    ItemDropped,

    /// <summary>A user or session id over 256 characters, taken as absent.</summary>
    IdentityDropped,

    /// <summary>A recommendation id over 40 characters, or a placeholder; the interaction goes without it.</summary>
    RecommendationIdDropped,

    /// <summary>Several recommendation ids on one event; the last one counts.</summary>
    AmbiguousRecommendation,

    /// <summary>Several item components, or several products of one click; the first one counts.</summary>
    AmbiguousItem,

    /// <summary>More items shown than an impression, or an event, takes; the rest is left out.</summary>
    ImpressionCut,

    /// <summary>An attribution source that is not printable ASCII of 1 to 1,024 characters; the interaction goes without it.</summary>
    AttributionDropped,

    /// <summary>Properties over 1,024 characters together; the last ones are left out.</summary>
    PropertiesCut,
}
