using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>The items of events that name them themselves.</summary>
public sealed class ProductsTests
{
    [Fact]
    public void Items_OfBothEntityColumns_ContextsThenDerivedContexts()
    {
        var line = Some.Line(
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product("b"), Some.Product("a"))),
            (EnrichedColumn.DerivedContexts, Some.Contexts(Some.Product("c")))
        );

        Assert.Equal(["b", "a", "c"], OneEvent.Map(line).Items);
    }

    [Fact]
    public void Items_Repeated_CountOnceAtTheirFirstPosition()
    {
        var view = View(Some.Product("a"), Some.Product("b"), Some.Product("a"));

        Assert.Equal(["a", "b"], view.Items);
        Assert.Equal(0, view.Report.Of(Anomaly.ItemDropped)); // a repeat is nothing odd
    }

    [Theory]
    [InlineData("48538191331628997", "48538191331628997")] // as written, whatever a double would make of it
    [InlineData("1e21", "1e21")]
    [InlineData("1.10", "1.10")]
    [InlineData(@"""a\""b""", "a\"b")]
    [InlineData(@"""\ud83d""", "\uFFFD")]
    [InlineData(@""" a """, " a ")]
    public void Items_TextOrNumber_AreAsWritten(string id, string expected) =>
        Assert.Equal(expected, View(ProductOf($$"""{"id":{{id}}}""")).Only.ItemId);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":{"id":"a"}}""")]
    [InlineData("""{"id":["a"]}""")]
    [InlineData("""{"id":true}""")]
    [InlineData("""{"id":"a","id":null}""")] // the last one counts
    [InlineData("""{"ID":"a"}""")]
    [InlineData("[]")]
    public void Items_Unusable_AreDroppedOneByOneAndCounted(string product)
    {
        var view = View(Some.Product("a"), ProductOf(product), Some.Product("b"));

        Assert.Equal(["a", "b"], view.Items);
        Assert.Equal(1, view.Report.Of(Anomaly.ItemDropped));
    }

    [Theory]
    [InlineData("x", 256, 0)]
    [InlineData("x", 257, 1)]
    [InlineData("😀", 256, 0)] // characters are code points, not UTF-16 units
    [InlineData("😀", 257, 1)]
    public void Items_LongerThan256Characters_AreDroppedAndCounted(
        string character,
        int length,
        int expectedDropped
    )
    {
        var view = View(Some.Product("a"), Some.Product(string.Concat(Enumerable.Repeat(character, length))));

        Assert.Equal(2 - expectedDropped, view.Interactions.Count);
        Assert.Equal(expectedDropped, view.Report.Of(Anomaly.ItemDropped));
    }

    [Fact]
    public void Items_NoneLeft_SkipsNoItem()
    {
        Assert.Equal(nameof(SkipReason.NoItem), View().Skip);

        var dropped = View(Some.Product(""), Some.Product(new string('x', 257)));
        Assert.Equal(nameof(SkipReason.NoItem), dropped.Skip);
        Assert.Equal(2, dropped.Report.Of(Anomaly.ItemDropped));
    }

    [Fact]
    public void Items_OfAnotherEventsEntities_AreNotTaken()
    {
        var productFieldObject = Some.Entity(
            "iglu:com.google.analytics.enhanced-ecommerce/productFieldObject/jsonschema/1-0-0",
            """{"id":"a"}"""
        );

        Assert.Equal(nameof(SkipReason.NoItem), View(productFieldObject).Skip);
        Assert.Equal(
            nameof(SkipReason.NoItem),
            OneEvent
                .Map(
                    Some.Described(
                        "iglu:com.google.analytics.enhanced-ecommerce/action/jsonschema/1-0-0",
                        """{"action":"view"}""",
                        Some.Product("a")
                    )
                )
                .Skip
        );
    }

    [Fact]
    public void Items_OfAnOrder_AreThoseOfEveryCart()
    {
        var order = Order(
            """{"items_in_cart":[{"item_id":"a"},{"item_id":7},{"quantity":1}]}""",
            """{"items_in_cart":[]}""",
            """{"items_in_cart":[{"item_id":"b"},{"item_id":"a"}]}"""
        );

        Assert.Equal(["a", "7", "b"], order.Items);
        Assert.Equal(1, order.Report.Of(Anomaly.ItemDropped));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"items_in_cart":null}""")]
    [InlineData("""{"items_in_cart":{"item_id":"a"}}""")]
    [InlineData("""{"item_id":"a"}""")]
    public void Items_OfAnEmptyOrder_SkipNoItem(string cart) =>
        Assert.Equal(nameof(SkipReason.NoItem), Order(cart).Skip);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"item_id":null}""")]
    [InlineData("""{"id":"a"}""")]
    public void Items_OfAnItemViewWithoutAny_SkipNoItem(string data) =>
        Assert.Equal(
            nameof(SkipReason.NoItem),
            OneEvent
                .Map(
                    Some.Described(
                        "iglu:io.snowplow.ecomm/view_item/jsonschema/1-0-0",
                        data,
                        Some.Product("a")
                    )
                )
                .Skip
        );

    [Fact]
    public void Items_OfATransactionItemWithoutSku_SkipNoItem() =>
        Assert.Equal(
            nameof(SkipReason.NoItem),
            OneEvent
                .Map(
                    Some.BakedIn("com.snowplowanalytics.snowplow", "transaction_item", "1-0-0")
                        .With((EnrichedColumn.TransactionItemSku, ""))
                )
                .Skip
        );

    static OneEvent View(params string[] entities) => OneEvent.Map(Some.Action("product_view", entities));

    static string ProductOf(string data) =>
        Some.Entity("iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/1-0-0", data);

    static OneEvent Order(params string[] carts) =>
        OneEvent.Map(
            Some.Described(
                "iglu:io.snowplow.ecomm/create_order/jsonschema/1-0-0",
                """{"order_id":"o"}""",
                [.. carts.Select(cart => Some.Entity("iglu:io.snowplow.ecomm/cart/jsonschema/1-0-0", cart))]
            )
        );
}
