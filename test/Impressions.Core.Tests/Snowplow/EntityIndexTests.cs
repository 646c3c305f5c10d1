using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Snowplow;

public sealed class EntityIndexTests
{
    const string SessionSchema = $"{Some.Schema}/client_session/jsonschema/";

    readonly EntityIndex _entities = new();

    [Theory]
    [InlineData("iglu:com.snowplowanalytics.snowplow/element/jsonschema/1-0-0", nameof(EntityKind.Element))]
    [InlineData("iglu:com.snowplowanalytics.snowplow/element/jsonschema/1-3-7", nameof(EntityKind.Element))]
    [InlineData(
        "iglu:com.snowplowanalytics.snowplow/element_content/jsonschema/1-0-0",
        nameof(EntityKind.ElementContent)
    )]
    [InlineData(
        "iglu:com.snowplowanalytics.snowplow/client_session/jsonschema/1-0-2",
        nameof(EntityKind.ClientSession)
    )]
    [InlineData(
        "iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/1-0-0",
        nameof(EntityKind.Product)
    )]
    [InlineData(
        "iglu:com.google.analytics.enhanced-ecommerce/productFieldObject/jsonschema/1-0-0",
        nameof(EntityKind.ProductFieldObject)
    )]
    [InlineData("iglu:io.snowplow.ecomm/cart/jsonschema/1-0-0", nameof(EntityKind.Cart))]
    [InlineData("iglu:com.snowplowanalytics.snowplow/element/jsonschema/2-0-0", nameof(EntityKind.Unknown))] // model
    [InlineData(
        "iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/2-0-0",
        nameof(EntityKind.Unknown)
    )]
    [InlineData("iglu:com.acme/element/jsonschema/1-0-0", nameof(EntityKind.Unknown))] // vendor
    [InlineData("iglu:com.snowplowanalytics.snowplow/product/jsonschema/1-0-0", nameof(EntityKind.Unknown))]
    [InlineData(
        "iglu:com.snowplowanalytics.snowplow.ecommerce/cart/jsonschema/1-0-0",
        nameof(EntityKind.Unknown)
    )]
    [InlineData("iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0", nameof(EntityKind.Unknown))]
    public void Of_Schema_GoesByVendorNameAndModel(string text, string expected)
    {
        Assert.True(SchemaUri.TryParse(Encoding.UTF8.GetBytes(text), out var schema));
        Assert.Equal(expected, EntityKinds.Of(schema).ToString());
    }

    [Fact]
    public void Of_BothColumns_ContextsThenDerivedContexts()
    {
        var line = Some.Line(
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product("a"), Some.Widget("r"), Some.Product("b"))),
            (EnrichedColumn.DerivedContexts, Some.Contexts(Some.Product("c")))
        );

        Assert.Equal(["a", "b", "c"], ProductsOf(line));
    }

    [Fact]
    public void TryRead_NextEvent_ForgetsTheOneBefore()
    {
        Assert.Equal(["sku-1"], ProductsOf(Some.Line()));
        Assert.Empty(ProductsOf(Some.Line((EnrichedColumn.Contexts, ""))));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[null,1,"x",[],{}]}""")]
    [InlineData("""{"data":[{"schema":1,"data":{"id":"x"}}]}""")]
    [InlineData(
        """{"data":[{"schema":"iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/1-0-0"}]}"""
    )]
    public void TryRead_JsonOfAnotherShape_HoldsNothing(string contexts) =>
        Assert.Empty(ProductsOf(Some.Line((EnrichedColumn.Contexts, contexts))));

    [Theory]
    [InlineData(nameof(EnrichedColumn.Contexts))]
    [InlineData(nameof(EnrichedColumn.DerivedContexts))]
    public void TryRead_NoJson_Refuses(string column)
    {
        var line = Encoding.UTF8.GetBytes(Some.Line((Enum.Parse<EnrichedColumn>(column), "{} x")));
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        Assert.False(_entities.TryRead(enriched));
    }

    [Fact]
    public void Of_RepeatedSchemaAndData_TheLastOnesCount()
    {
        var entity =
            $$$"""{"data":{"id":"a"},"schema":"{{{SessionSchema}}}1-0-2","schema":"{{{Some.Schema}}}.ecommerce/product/jsonschema/1-0-0","data":{"id":"b"}}""";
        Assert.Equal(["b"], ProductsOf(Some.Line((EnrichedColumn.Contexts, Some.Contexts(entity)))));
    }

    [Fact]
    public void TryRead_MoreSchemasThanAreRemembered_EachIsTakenForWhatItIs()
    {
        static string Entity(string vendor, string name, string data) =>
            $$$"""{"schema":"iglu:{{{vendor}}}/{{{name}}}/jsonschema/1-0-0","data":{"id":"{{{data}}}"}}""";

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                string[] entities =
                [
                    Entity("com.snowplowanalytics.snowplow.ecommerce", "prodact", "none"), // as long as a product's
                    Entity($"com.acme{i}", "product", "none"),
                    Entity("com.snowplowanalytics.snowplow.ecommerce", $"product{i}", "none"),
                    Entity(new string('v', 300 + i), "product", "none"),
                    i < 35 ? Entity("", "", "none") : Some.Product($"{i}"), // by then there is no room for it
                ];

                Assert.Equal(
                    i < 35 ? [] : [$"{i}"],
                    ProductsOf(Some.Line((EnrichedColumn.Contexts, Some.Contexts(entities))))
                );
            }
        }

        Assert.Equal(["sku-1"], ProductsOf(Some.Line()));
    }

    /// <summary>Of an event with many entities, each is found, and each kind in its order.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Of_ManyEntities_FindsEach(int count)
    {
        var products = Some.Ids(count, "p");

        Assert.Equal(
            products,
            ProductsOf(
                Some.Line((EnrichedColumn.Contexts, Some.Contexts([.. products.Select(Some.Product)])))
            )
        );
        Assert.Equal(
            [.. products, "last"],
            ProductsOf(
                Some.Line(
                    (
                        EnrichedColumn.Contexts,
                        Some.Contexts([
                            .. products.SelectMany(id => new[] { Some.Shown("x"), Some.Product(id) }),
                        ])
                    ),
                    (EnrichedColumn.DerivedContexts, Some.Contexts(Some.Product("last")))
                )
            )
        );
    }

    /// <summary>As many names as an index takes, each told from all others, in an event that has all of them and more.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    public void Of_ManyNames_FindsEachByItsOwn(int count)
    {
        var names = Some.Ids(count, "n").Select(EntityName.OfAnyVendor).ToList();
        var entities = new EntityIndex(names);
        var line = Encoding.UTF8.GetBytes(
            Some.Line(
                (
                    EnrichedColumn.Contexts,
                    Some.Contexts([
                        .. Some.Ids(200, "n")
                            .Select(id =>
                                Some.Entity($"iglu:com.acme/{id}/jsonschema/1-0-0", $$"""{"id":"{{id}}"}""")
                            ),
                    ])
                )
            )
        );
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        Assert.True(entities.TryRead(enriched));

        foreach (var (name, id) in names.Zip(Some.Ids(count, "n")))
        {
            var found = new List<string>();
            foreach (var entity in entities.Of(name, enriched))
            {
                found.Add(entity.Member("id"u8).Id);
            }

            Assert.Equal([id], found);
        }
    }

    /// <summary>One name more would be mistaken for the first.</summary>
    [Fact]
    public void New_MoreNamesThanItTellsApart_Refuses() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new EntityIndex([.. Some.Ids(65, "n").Select(EntityName.OfAnyVendor)])
        );

    /// <summary>All that settings may name at most; each setting's own limit keeps it there.</summary>
    [Fact]
    public void New_AllThatSettingsMayName_IsNotTooMuch()
    {
        static string Properties(string prefix) =>
            string.Join(',', Some.Ids(16, prefix).Select(id => $"{id}=entity_{id}.value"));

        var options = Some.Options(
            ("PROPERTIES", Properties("p")),
            ("USERS_DATASET_ARN", "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS"),
            ("USER_METADATA", Properties("u")),
            ("ITEMS_DATASET_ARN", "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS"),
            ("ITEM_METADATA", Properties("i")),
            ("RECOMMENDATION_ID", "recommendation.id"),
            ("MEDIA_ITEM", "film.id"),
            ("EVENT_FILTER", string.Join(',', Some.Ids(8, "f").Select(id => $"entity_{id}.value=x")))
        );

        Assert.Equal((3 * 16) + 1 + 3 + 8, options.EntityNames.Count);
        _ = new EntityIndex(options.EntityNames);
    }

    List<string> ProductsOf(string text)
    {
        var line = Encoding.UTF8.GetBytes(text);
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        Assert.True(_entities.TryRead(enriched));
        var ids = new List<string>();
        foreach (var product in _entities.Of(EntityKind.Product, enriched))
        {
            ids.Add(product.Member("id"u8).Id);
        }

        return ids;
    }
}
