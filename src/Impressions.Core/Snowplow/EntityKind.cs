namespace Impressions;

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

    /// <summary>Google Analytics enhanced ecommerce.</summary>
    ProductFieldObject,

    /// <summary>Snowplow's older, "hyper-transactional" ecommerce.</summary>
    Cart,
}

static class EntityKinds
{
    public static EntityKind Of(in SchemaUri schema)
    {
        if (schema.Vendor.SequenceEqual("com.snowplowanalytics.snowplow"u8) && schema.Model == 1)
        {
            return schema.Name switch
            {
                _ when schema.Name.SequenceEqual("element"u8) => EntityKind.Element,
                _ when schema.Name.SequenceEqual("element_content"u8) => EntityKind.ElementContent,
                _ when schema.Name.SequenceEqual("client_session"u8) => EntityKind.ClientSession,
                _ => EntityKind.Unknown,
            };
        }

        if (schema.Is("com.snowplowanalytics.snowplow.ecommerce"u8, "product"u8))
        {
            return EntityKind.Product;
        }

        if (schema.Is("com.google.analytics.enhanced-ecommerce"u8, "productFieldObject"u8))
        {
            return EntityKind.ProductFieldObject;
        }

        return schema.Is("io.snowplow.ecomm"u8, "cart"u8) ? EntityKind.Cart : EntityKind.Unknown;
    }
}
