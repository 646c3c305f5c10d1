using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>Every setting of the function. The table on its page, the template and the error messages follow it.</summary>
static class Settings
{
    /// <summary>The value that switches a pattern off.</summary>
    public const string Off = "-";

    public static readonly Setting TrackingId = new(
        "PERSONALIZE_TRACKING_ID",
        "",
        "the id of your event tracker, 1 to 256 characters"
    );

    public static readonly Setting EventSelection = new(
        "EVENT_SELECTION_REGEX",
        EventTable.SelectionPattern,
        "a regex over event_name without lookarounds and back-references, or - for every event"
    );

    public static readonly Setting EventFilter = new(
        "EVENT_FILTER",
        "",
        "place=regex or place!=regex, separated by commas, the place a column (app_id) or a member of an entity by its name "
            + "(user.is_internal) or schema, the regex without lookarounds, back-references and commas (write \\x2C); or nothing"
    );

    public static readonly Setting Robots = new("ROBOTS", "skip", "skip or keep");

    public static readonly Setting EventTypes = new(
        "EVENT_TYPES",
        "",
        "event.action=Type with a type of at most 242 characters of ASCII, or event.action= to switch it off, "
            + "separated by commas"
    );

    public static readonly Setting RecommendationElement = new(
        "RECOMMENDATION_ELEMENT",
        "^recommendation-impression$",
        "a regex over the element's name without lookarounds and back-references, or - for no recommendations"
    );

    public static readonly Setting RecommendationAttribute = new(
        "RECOMMENDATION_ATTRIBUTE",
        "recommendationId",
        "the name of a data attribute as the page's script spells it, up to 255 characters"
    );

    public static readonly Setting RecommendationId = new(
        "RECOMMENDATION_ID",
        "",
        "where else the recommendation id stands: a column, or a member of an entity by its name (recommendation.id) or schema "
            + "(iglu:com.acme/recommendation/jsonschema/1-0-0#id); or nothing"
    );

    public static readonly Setting ItemAttribute = new(
        "ITEM_ATTRIBUTE",
        "itemId",
        "the name of a data attribute as the page's script spells it, up to 255 characters"
    );

    public static readonly Setting ClickedItemPattern = new(
        "CLICKED_ITEM_PATTERN",
        @"[?&]variant=(?<item>\d+)(?:[&#]|\z)",
        "a regex over the link's URL with a group named item, without lookarounds and back-references, or - for none"
    );

    public static readonly Setting UnresolvedClick = new("UNRESOLVED_CLICK", "first", "first or skip");

    public static readonly Setting AnonymousUsers = new("ANONYMOUS_USERS", "device", "device or session");

    public static readonly Setting SessionIdentity = new("SESSION_IDENTITY", "off", "off or on");

    public static readonly Setting ImpressionEventType = new(
        "IMPRESSION_EVENT_TYPE",
        "",
        "an event type of at most 242 characters of ASCII, or nothing to send no views of recommendations"
    );

    public static readonly Setting EventValues = new(
        "EVENT_VALUES",
        "off",
        "off, price, quantity or revenue"
    );

    public static readonly Setting AttributionSource = new(
        "ATTRIBUTION_SOURCE",
        "",
        "element_name, or 1 to 1,024 printable ASCII characters that are not all spaces, or nothing for no source"
    );

    public static readonly Setting Properties = new(
        "PROPERTIES",
        "",
        "name=place, separated by commas: a name of letters and digits; a column of the enriched event (dvce_type), or a "
            + "member of an entity by its name (product.category) or schema (iglu:com.acme/film/jsonschema/1-0-0#genre)"
    );

    public static readonly Setting MediaItem = new(
        "MEDIA_ITEM",
        "",
        "where the content's id stands: a column, or a member of an entity by its name (media_player.label) or schema "
            + "(iglu:com.acme/film/jsonschema/1-0-0#id); or nothing for no media events"
    );

    public static readonly Setting TimeWatchedPercent = new(
        "TIME_WATCHED_PERCENT",
        "25",
        "a whole number from 1 to 100"
    );

    public static readonly Setting TimeWatchedSeconds = new(
        "TIME_WATCHED_SECONDS",
        "60",
        "a whole number from 1 to 86400"
    );

    public static readonly Setting UsersDatasetArn = new(
        "USERS_DATASET_ARN",
        "",
        "arn:aws:personalize:REGION:ACCOUNT:dataset/GROUP/USERS with USER_METADATA, or nothing for neither"
    );

    public static readonly Setting UserMetadata = new(
        "USER_METADATA",
        "",
        "name=place, separated by commas, as PROPERTIES, with USERS_DATASET_ARN, or nothing for neither"
    );

    public static readonly Setting ItemsDatasetArn = new(
        "ITEMS_DATASET_ARN",
        "",
        "arn:aws:personalize:REGION:ACCOUNT:dataset/GROUP/ITEMS with ITEM_METADATA, or nothing for neither"
    );

    public static readonly Setting ItemMetadata = new(
        "ITEM_METADATA",
        "",
        "name=place, separated by commas, as PROPERTIES, with ITEMS_DATASET_ARN, or nothing for neither"
    );

    public static readonly Setting ImpressionStore = new(
        "IMPRESSION_STORE",
        "off",
        "off, memory or dynamodb"
    );

    public static readonly Setting ImpressionTable = new(
        "IMPRESSION_TABLE",
        "",
        "the name of a DynamoDB table with IMPRESSION_STORE=dynamodb or ATTRIBUTE_CONVERSIONS=dynamodb, 3 to 255 letters, digits "
            + "and any of _.-, or nothing without"
    );

    public static readonly Setting AttributeConversions = new(
        "ATTRIBUTE_CONVERSIONS",
        "off",
        "off, memory or dynamodb"
    );

    public static readonly Setting AttributionWindowHours = new(
        "ATTRIBUTION_WINDOW_HOURS",
        "168",
        "a whole number from 1 to 8760"
    );

    public static readonly Setting PutEventsConcurrency = new(
        "PUT_EVENTS_CONCURRENCY",
        "32",
        "a whole number from 1 to 256"
    );

    public static readonly Setting DeadLetters = new("DEAD_LETTERS", "keep", "keep or log");

    public static readonly Setting DeadLetterBucket = new(
        "DEAD_LETTER_BUCKET",
        "",
        "the name of an S3 bucket, 3 to 63 lower-case letters, digits, dots and hyphens, or nothing for no bucket"
    );

    public static readonly Setting DeadLetterPrefix = new(
        "DEAD_LETTER_PREFIX",
        "impressions/",
        "what the objects' keys begin with, up to 200 letters, digits and any of -_.=/, no part of it empty or "
            + "starting with a dot"
    );

    public static readonly Setting RecommendationMetrics = new("RECOMMENDATION_METRICS", "off", "off or on");

    public static IReadOnlyList<Setting> All { get; } =
    [
        TrackingId,
        EventSelection,
        EventFilter,
        Robots,
        EventTypes,
        RecommendationElement,
        RecommendationAttribute,
        RecommendationId,
        ItemAttribute,
        ClickedItemPattern,
        UnresolvedClick,
        AnonymousUsers,
        SessionIdentity,
        ImpressionEventType,
        EventValues,
        AttributionSource,
        Properties,
        MediaItem,
        TimeWatchedPercent,
        TimeWatchedSeconds,
        UsersDatasetArn,
        UserMetadata,
        ItemsDatasetArn,
        ItemMetadata,
        ImpressionStore,
        ImpressionTable,
        AttributeConversions,
        AttributionWindowHours,
        RecommendationMetrics,
        PutEventsConcurrency,
        DeadLetters,
        DeadLetterBucket,
        DeadLetterPrefix,
    ];
}
