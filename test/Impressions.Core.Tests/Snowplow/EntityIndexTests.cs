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
