namespace Impressions.Core.Personalize;

/// <summary>
/// The service's limits, from its published API model (2018-03-22) and its quotas page. Characters are Unicode
/// code points.
/// </summary>
static class PersonalizeLimits
{
    /// <summary>Most events in one call (events); PutEvents, <c>eventList</c>.</summary>
    public const int MaxEventsPerCall = 10;

    /// <summary>Longest tracking, user, session, event and item id and event type (characters); PutEvents.</summary>
    public const int MaxIdLength = 256;

    /// <summary>Longest recommendation id (characters); PutEvents, <c>recommendationId</c>.</summary>
    public const int MaxRecommendationIdLength = 40;

    /// <summary>Most ids in one impression (items); PutEvents, <c>impression</c>.</summary>
    public const int MaxImpressionItems = 25;

    /// <summary>Longest impression, its ids joined by vertical bars (characters); quotas page.</summary>
    public const int MaxImpressionLength = 1_000;

    /// <summary>Longest text of <c>properties</c> (characters); PutEvents.</summary>
    public const int MaxPropertiesLength = 1_024;

    /// <summary>Longest text of a user's properties (characters); PutUsers.</summary>
    public const int MaxUserPropertiesLength = 24_000;

    /// <summary>Longest text of an item's properties (characters); PutItems.</summary>
    public const int MaxItemPropertiesLength = 32_000;

    /// <summary>Most users or items in one call; PutUsers, PutItems.</summary>
    public const int MaxMetadataPerCall = 10;

    /// <summary>Longest ARN of a dataset (characters); PutUsers, PutItems.</summary>
    public const int MaxArnLength = 256;

    /// <summary>Longest <c>eventAttributionSource</c> (characters); PutEvents, <c>metricAttribution</c>.</summary>
    public const int MaxAttributionSourceLength = 1_024;

    /// <summary>Most distinct event types in an interactions dataset (types); quotas page.</summary>
    public const int MaxEventTypes = 10;

    /// <summary>Largest event (bytes of JSON); quotas page.</summary>
    public const int MaxEventBytes = 10 * 1_024;

    /// <summary>PutEvents calls a second for one dataset group (calls); quotas page, can be raised.</summary>
    public const int CallsPerSecond = 1_000;
}
