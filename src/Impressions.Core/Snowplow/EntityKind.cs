namespace Impressions.Core.Snowplow;

/// <summary>The entities that a mapping reads.</summary>
enum EntityKind : byte
{
    /// <summary>Any other entity.</summary>
    Unknown = 0,
    Element,
    ElementContent,
    ClientSession,

    /// <summary>Snowplow ecommerce.</summary>
    Product,

    /// <summary>Snowplow ecommerce.</summary>
    Promotion,

    /// <summary>Snowplow ecommerce.</summary>
    Transaction,

    /// <summary>Google Analytics enhanced ecommerce.</summary>
    ProductFieldObject,

    /// <summary>Google Analytics enhanced ecommerce.</summary>
    ActionFieldObject,

    /// <summary>Snowplow's older, "hyper-transactional" ecommerce.</summary>
    Cart,

    /// <summary>The enrichment IAB spiders and robots.</summary>
    SpidersAndRobots,

    /// <summary>The enrichment YAUAA: what the user agent says.</summary>
    Yauaa,

    /// <summary>The enrichment bot detection, of Enrich 6.9 and later.</summary>
    BotDetection,
}

static class EntityKinds
{
    const string Snowplow = "com.snowplowanalytics.snowplow";
    const string EnhancedEcommerce = "com.google.analytics.enhanced-ecommerce";

    /// <summary>All of model 1.</summary>
    static readonly (EntityName Name, EntityKind Kind)[] Table =
    [
        (EntityName.Of(Snowplow, "element", model: 1), EntityKind.Element),
        (EntityName.Of(Snowplow, "element_content", model: 1), EntityKind.ElementContent),
        (EntityName.Of(Snowplow, "client_session", model: 1), EntityKind.ClientSession),
        (EntityName.Of($"{Snowplow}.ecommerce", "product", model: 1), EntityKind.Product),
        (EntityName.Of($"{Snowplow}.ecommerce", "promotion", model: 1), EntityKind.Promotion),
        (EntityName.Of($"{Snowplow}.ecommerce", "transaction", model: 1), EntityKind.Transaction),
        (EntityName.Of(EnhancedEcommerce, "productFieldObject", model: 1), EntityKind.ProductFieldObject),
        (EntityName.Of(EnhancedEcommerce, "actionFieldObject", model: 1), EntityKind.ActionFieldObject),
        (EntityName.Of("io.snowplow.ecomm", "cart", model: 1), EntityKind.Cart),
        (EntityName.Of("com.iab.snowplow", "spiders_and_robots", model: 1), EntityKind.SpidersAndRobots),
        (EntityName.Of("nl.basjes", "yauaa_context", model: 1), EntityKind.Yauaa),
        (EntityName.Of(Snowplow, "bot_detection", model: 1), EntityKind.BotDetection),
    ];

    public static EntityKind Of(in SchemaUri schema)
    {
        foreach (var (name, kind) in Table)
        {
            if (name.IsOf(schema))
            {
                return kind;
            }
        }

        return EntityKind.Unknown;
    }
}
