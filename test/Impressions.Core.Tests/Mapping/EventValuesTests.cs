using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>What purchases are worth, in captured and in made events.</summary>
public sealed class EventValuesTests
{
    const string ProductSchema = "iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/1-0-0";

    [Theory]
    [InlineData("off", "A1=", "A3=")]
    [InlineData("price", "A1=19.5", "A3=59")]
    [InlineData("quantity", "A1=2", "A3=1")]
    [InlineData("revenue", "A1=39", "A3=59")]
    public void EventValue_OfACapturedTransaction_IsEachItemsOwn(string wanted, params string[] expected) =>
        Assert.Equal(expected, Captured("ecommerce-transaction", wanted));

    [Theory]
    [InlineData("ecommerce-product-view")]
    [InlineData("ecommerce-list-click")]
    [InlineData("enhanced-click")]
    public void EventValue_OfWhatWasNotBought_IsMissing(string name) =>
        Assert.All(Captured(name, "price"), value => Assert.EndsWith("=", value, StringComparison.Ordinal));

    [Theory]
    [InlineData("legacy-trans")]
    [InlineData("enhanced-purchase")]
    [InlineData("hyper-create-order")]
    public void EventValue_OfEveryKindOfPurchase_IsKnown(string name)
    {
        var values = Captured(name, "quantity");

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Matches(@"=\d+\z", value));
    }

    [Theory]
    [InlineData("price", "5")] // the first
    [InlineData("quantity", "3")]
    [InlineData("revenue", "17")]
    public void EventValue_OfARepeatedItem_IsAddedUp(string wanted, string expected) =>
        Assert.Equal(
            expected,
            Value(wanted, """{"id":"a","price":5,"quantity":1}""", """{"id":"a","price":6,"quantity":2}""")
        );

    [Theory]
    [InlineData("price", """{"id":"a"}""", "")]
    [InlineData("price", """{"id":"a","price":"5"}""", "")] // a text
    [InlineData("price", """{"id":"a","price":null}""", "")]
    [InlineData("price", """{"id":"a","price":1e39}""", "")] // more than the service's float holds
    [InlineData("price", """{"id":"a","price":1e999}""", "")]
    [InlineData("price", """{"id":"a","price":0}""", "0")]
    [InlineData("price", """{"id":"a","price":-1.5}""", "-1.5")]
    [InlineData("quantity", """{"id":"a","price":5}""", "")]
    [InlineData("revenue", """{"id":"a","price":5}""", "5")]
    [InlineData("revenue", """{"id":"a","quantity":5}""", "")]
    [InlineData("revenue", """{"id":"a","price":19.99,"quantity":3}""", "59.97")]
    public void EventValue_OfANumberOnly_IsSent(string wanted, string product, string expected) =>
        Assert.Equal(expected, Value(wanted, product));

    static string Value(string wanted, params string[] products) =>
        Text(
            OneEvent
                .Map(
                    Some.Action(
                        "transaction",
                        [.. products.Select(product => Some.Entity(ProductSchema, product))]
                    ),
                    ("EVENT_VALUES", wanted)
                )
                .Only
        );

    static IEnumerable<string> Captured(string name, string wanted) =>
        new Pipeline(Some.Options(("EVENT_VALUES", wanted)))
            .Plan(EventCase.Load(name).Payload)
            .Plan.Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => $"{entry.Interaction.ItemId}={Text(entry.Interaction)}")
            .ToList();

    static string Text(Interaction interaction) =>
        interaction.EventValue?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
