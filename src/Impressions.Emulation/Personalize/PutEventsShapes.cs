using System.Text.RegularExpressions;
using Impressions.Core.Personalize;

namespace Impressions.Emulation.Personalize;

/// <summary>
/// The request of PutEvents as the service's published API model (2018-03-22) has it; tests hold it against that
/// model.
/// </summary>
static partial class PutEventsShapes
{
    static readonly TextShape Id = new(PersonalizeLimits.MaxIdLength);

    static readonly StructureShape MetricAttribution = new(
        new Member(
            "eventAttributionSource",
            new TextShape(PersonalizeLimits.MaxAttributionSourceLength, PrintableAscii()),
            Presence.Required
        )
    );

    static readonly StructureShape Event = new(
        new Member("eventId", Id),
        new Member("eventType", Id, Presence.Required),
        new Member("eventValue", new NumberShape(v => Math.Abs(v.GetDouble()) <= float.MaxValue)),
        new Member("itemId", Id),
        new Member("properties", new TextShape(PersonalizeLimits.MaxPropertiesLength)),
        new Member("sentAt", new NumberShape(v => v.TryGetDecimal(out _)), Presence.Required),
        new Member("recommendationId", new TextShape(PersonalizeLimits.MaxRecommendationIdLength)),
        new Member("impression", new ListShape(Id, PersonalizeLimits.MaxImpressionItems)),
        new Member("metricAttribution", MetricAttribution)
    );

    public static Shape Request { get; } =
        new StructureShape(
            new Member("trackingId", Id, Presence.Required),
            new Member("userId", Id),
            new Member("sessionId", Id, Presence.Required),
            new Member(
                "eventList",
                new ListShape(Event, PersonalizeLimits.MaxEventsPerCall),
                Presence.Required
            )
        );

    /// <summary>The request of PutUsers.</summary>
    public static Shape Users { get; } =
        MetadataShape("users", "userId", PersonalizeLimits.MaxUserPropertiesLength);

    /// <summary>The request of PutItems.</summary>
    public static Shape Items { get; } =
        MetadataShape("items", "itemId", PersonalizeLimits.MaxItemPropertiesLength);

    static StructureShape MetadataShape(string list, string id, int maxPropertiesLength) =>
        new(
            new Member(
                "datasetArn",
                new TextShape(PersonalizeLimits.MaxArnLength, DatasetArn()),
                Presence.Required
            ),
            new Member(
                list,
                new ListShape(
                    new StructureShape(
                        new Member(id, Id, Presence.Required),
                        new Member("properties", new TextShape(maxPropertiesLength))
                    ),
                    PersonalizeLimits.MaxMetadataPerCall
                ),
                Presence.Required
            )
        );

    [GeneratedRegex(
        @"\Aarn:[a-z\d-]+:personalize:[^:]*:[^:]*:.+\z",
        RegexOptions.CultureInvariant,
        RegexTimeoutMilliseconds
    )]
    private static partial Regex DatasetArn();

    /// <summary>Never reached: the pattern cannot backtrack far in 1,024 characters.</summary>
    const int RegexTimeoutMilliseconds = 1_000;

    /// <summary>The model's <c>^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$</c>, written without its overlaps.</summary>
    [GeneratedRegex(
        @"\A\x20*[\x21-\x7E][\x20-\x7E]*\z",
        RegexOptions.CultureInvariant,
        RegexTimeoutMilliseconds
    )]
    private static partial Regex PrintableAscii();
}
