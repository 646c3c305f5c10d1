using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>Which event becomes which event type, and who is turned away.</summary>
public sealed class EventMapperTests
{
    const string Enhanced = "iglu:com.google.analytics.enhanced-ecommerce";
    const string Ecommerce = "iglu:com.snowplowanalytics.snowplow.ecommerce";
    const string Hyper = "iglu:io.snowplow.ecomm";

    const string ProductFieldObject =
        $$$"""{"schema":"{{{Enhanced}}}/productFieldObject/jsonschema/1-0-0","data":{"id":"sku-1"}}""";

    const string Product =
        $$$"""{"schema":"{{{Ecommerce}}}/product/jsonschema/1-0-0","data":{"id":"sku-1"}}""";

    const string Cart =
        $$$"""{"schema":"{{{Hyper}}}/cart/jsonschema/1-0-0","data":{"items_in_cart":[{"item_id":"sku-1"}]}}""";

    [Theory]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"view"}""", ProductFieldObject, "View")]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"detail"}""", ProductFieldObject, "View")]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"click"}""", ProductFieldObject, "Click")]
    [InlineData(
        $"{Enhanced}/action/jsonschema/1-0-0",
        """{"action":"purchase"}""",
        ProductFieldObject,
        "Purchase"
    )]
    [InlineData(
        $"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2",
        """{"type":"product_view"}""",
        Product,
        "View"
    )]
    [InlineData(
        $"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2",
        """{"type":"list_view"}""",
        Product,
        "View"
    )]
    [InlineData(
        $"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2",
        """{"type":"list_click"}""",
        Product,
        "Click"
    )]
    [InlineData(
        $"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2",
        """{"type":"transaction"}""",
        Product,
        "Purchase"
    )]
    [InlineData($"{Hyper}/view_item/jsonschema/1-0-0", """{"item_id":"sku-1"}""", "", "View")]
    [InlineData($"{Hyper}/create_order/jsonschema/1-0-0", """{"order_id":"o"}""", Cart, "Purchase")]
    // any revision and addition of the model
    [InlineData($"{Hyper}/view_item/jsonschema/1-7-19", """{"item_id":"sku-1"}""", "", "View")]
    [InlineData($"{Enhanced}/action/jsonschema/1-1-0", """{"action":"click"}""", ProductFieldObject, "Click")]
    public void Map_MappedEvent_IsOneInteractionOfItsType(
        string schema,
        string data,
        string entity,
        string eventType
    )
    {
        var interaction = OneEvent.Map(Some.Described(schema, data, entity)).Only;

        Assert.Equal(eventType, interaction.EventType);
        Assert.Equal("sku-1", interaction.ItemId);
    }

    [Theory]
    [InlineData($"{Enhanced}/action/jsonschema/2-0-0")] // other model
    [InlineData($"{Ecommerce}/action/jsonschema/1-0-0")] // other vendor
    [InlineData("iglu:com.google.analytics.enhanced_ecommerce/action/jsonschema/1-0-0")]
    [InlineData("iglu:com.acme/snowplow_ecommerce_action/jsonschema/1-0-2")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/2-0-0")]
    [InlineData("iglu:com.acme/view_item/jsonschema/1-0-0")]
    [InlineData($"{Hyper}/view_item/jsonschema/2-0-0")]
    [InlineData("iglu:com.acme/create_order/jsonschema/1-0-0")]
    [InlineData("iglu:com.acme/link_click/jsonschema/1-0-0")]
    [InlineData($"{Some.Schema}/link_click/jsonschema/2-0-0")]
    [InlineData($"{Some.Schema}/transaction_item/jsonschema/1-0-0")] // not a self-describing event
    [InlineData("not a schema/action")]
    public void Map_OfAnotherVendorOrModel_SkipsUnknownEvent(string schema) =>
        Assert.Equal(
            nameof(SkipReason.UnknownEvent),
            OneEvent
                .Map(
                    Some.Described(
                        schema,
                        """{"action":"click","type":"list_click","item_id":"sku-1"}""",
                        Product
                    )
                )
                .Skip
        );

    [Theory]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"add"}""")]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"refund"}""")]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"action":"Click"}""")]
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", """{"type":"list_click"}""")] // of the other vendor
    [InlineData($"{Enhanced}/action/jsonschema/1-0-0", "{}")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2", """{"type":"add_to_cart"}""")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2", """{"type":"refund"}""")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2", """{"type":""}""")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2", """{"type":1}""")]
    [InlineData($"{Ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2", """["type","list_click"]""")]
    public void Map_UnmappedAction_SkipsNoEventType(string schema, string data) =>
        Assert.Equal(
            nameof(SkipReason.NoEventType),
            OneEvent.Map(Some.Described(schema, data, Product, ProductFieldObject)).Skip
        );

    [Fact]
    public void Map_TransactionItem_IsAPurchaseOfItsSku()
    {
        var purchase = OneEvent
            .Map(Some.BakedIn("com.snowplowanalytics.snowplow", "transaction_item", "1-0-0"))
            .Only;

        Assert.Equal(("Purchase", "sku-1"), (purchase.EventType, purchase.ItemId));
    }

    [Theory]
    [InlineData("com.acme", "1-0-0")] // a name alone is anybody's
    [InlineData("com.snowplowanalytics.snowplow", "2-0-0")]
    [InlineData("com.snowplowanalytics.snowplow", "")]
    [InlineData("", "1-0-0")]
    public void Map_TransactionItemOfAnotherVendorOrModel_SkipsUnknownEvent(string vendor, string version) =>
        Assert.Equal(
            nameof(SkipReason.UnknownEvent),
            OneEvent.Map(Some.BakedIn(vendor, "transaction_item", version)).Skip
        );

    [Fact]
    public void Map_EventNameOfOneEventAndSchemaOfAnother_GoesByTheSchema()
    {
        var line = Some.Action("list_click", Product).With((EnrichedColumn.EventName, "link_click"));

        Assert.Equal("sku-1", OneEvent.Map(line).Only.ItemId);
    }

    [Theory]
    [InlineData(nameof(EnrichedColumn.UnstructEvent))]
    [InlineData(nameof(EnrichedColumn.Contexts))]
    [InlineData(nameof(EnrichedColumn.DerivedContexts))]
    public void Map_NeededColumnThatIsNotJson_IsADeadLetter(string column)
    {
        var broken = OneEvent.Map(Some.Line((Enum.Parse<EnrichedColumn>(column), "{} and text")));

        Assert.Equal(DeadLetterReason.BrokenJson, broken.DeadLetter);
        Assert.Empty(broken.Interactions);
    }

    [Fact]
    public void Map_BrokenEntitiesOfAnEventThatMapsToNothing_CostNothing()
    {
        var refund = Some.Action("refund").With((EnrichedColumn.Contexts, "{"));
        var other = Some.Described("iglu:com.acme/action/jsonschema/1-0-0", "{}")
            .With((EnrichedColumn.Contexts, "{"));

        Assert.Equal(nameof(SkipReason.NoEventType), OneEvent.Map(refund).Skip);
        Assert.Equal(nameof(SkipReason.UnknownEvent), OneEvent.Map(other).Skip);
        Assert.Equal(
            DeadLetterReason.BrokenJson,
            OneEvent.Map(Some.Line((EnrichedColumn.Contexts, "{"))).DeadLetter
        );
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{"schema":1,"data":{}}}""")]
    public void Map_EventJsonOfAnotherShape_SkipsUnknownEvent(string json) =>
        Assert.Equal(
            nameof(SkipReason.UnknownEvent),
            OneEvent.Map(Some.Line((EnrichedColumn.UnstructEvent, json))).Skip
        );

    [Fact]
    public void Map_NotSelected_IsCountedAndForgottenWhateverItsColumnsHold()
    {
        var pageView = OneEvent.Map(
            Some.Line((EnrichedColumn.EventName, "page_view"), (EnrichedColumn.UnstructEvent, "{"))
        );

        Assert.Equal(nameof(SkipReason.NotSelected), pageView.Skip);
        Assert.Equal((1, 0), (pageView.Report.Events, pageView.Report.Selected));
    }

    [Theory]
    [InlineData(129)]
    [InlineData(131)]
    public void Map_WrongColumnCount_IsADeadLetterSelectedOrNot(int tabs) =>
        Assert.Equal(
            DeadLetterReason.WrongColumnCount,
            OneEvent.Map(Encoding.UTF8.GetBytes(new string('\t', tabs))).DeadLetter
        );
}
