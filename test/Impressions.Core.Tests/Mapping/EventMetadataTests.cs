using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventMetadataTests
{
    const string Arn = "arn:aws:personalize:eu-central-1:123456789012:dataset/shop/";

    static readonly (string, string)[] OfUsers =
    [
        ("USERS_DATASET_ARN", Arn + "USERS"),
        ("USER_METADATA", "isGuest=user.is_guest,country=geo_country"),
    ];

    static readonly (string, string)[] OfItems =
    [
        ("ITEMS_DATASET_ARN", Arn + "ITEMS"),
        ("ITEM_METADATA", "category=product.category,price=product.price,page=page_title"),
    ];

    [Fact]
    public void Of_UserWhomTheEventNames_TellsWhatTheSettingNames()
    {
        var mapped = OneEvent.Map(
            View(Product("a", 1)).With((EnrichedColumn.UserId, "user-1"), (Column("geo_country"), "DE")),
            OfUsers
        );

        Assert.Equal(
            new Metadata(
                Dataset.Users,
                "user-1",
                """{"isGuest":true,"country":"DE"}""",
                OneEvent.ArrivalMilliseconds
            ),
            Assert.Single(mapped.Mapped.Metadata)
        );
    }

    [Fact]
    public void Of_Device_TellsNothingOfAUser() =>
        Assert.Empty(OneEvent.Map(View(Product("a", 1)), OfUsers).Mapped.Metadata);

    [Fact]
    public void Of_Items_TellsOfEachItsOwn() =>
        Assert.Equal(
            [
                new Metadata(
                    Dataset.Items,
                    "a",
                    """{"category":"c","price":1}""",
                    OneEvent.ArrivalMilliseconds
                ),
                new Metadata(
                    Dataset.Items,
                    "b",
                    """{"category":"c","price":2.5}""",
                    OneEvent.ArrivalMilliseconds
                ),
            ],
            OneEvent.Map(View(Product("a", 1), Product("b", 2.5)), OfItems).Mapped.Metadata
        );

    /// <summary>The page's own product says nothing of the recommended one that was clicked.</summary>
    [Fact]
    public void Of_ClickOnAnotherItemThanThePagesProduct_TellsNothing()
    {
        var click = Some.Click("/x", Some.Widget("RID-1"), Some.ItemComponent("b"), Product("a", 1));

        var mapped = OneEvent.Map(click, OfItems);

        Assert.Equal("b", mapped.Only.ItemId);
        Assert.Empty(mapped.Mapped.Metadata);
    }

    [Fact]
    public void Of_EventThatIsSkipped_TellsNothing() =>
        Assert.Empty(OneEvent.Map(Some.Action("refund", Product("a", 1)), OfItems).Mapped.Metadata);

    [Fact]
    public void Plan_SameItemAgain_TellsTheLast()
    {
        var planned = new Pipeline(Some.Options(OfItems)).Plan(
            Some.Payload(
                View(Product("a", 1)),
                View(Product("a", 2)).With((EnrichedColumn.EventId, "event-2"))
            )
        );

        Assert.Equal("""{"category":"c","price":2}""", Assert.Single(planned.Plan.Metadata).Properties);
    }

    [Theory]
    [InlineData("USERS_DATASET_ARN", "USER_METADATA")]
    [InlineData("ITEMS_DATASET_ARN", "ITEM_METADATA")]
    public void TryRead_ArnOrMetadataAlone_NamesTheMissingOne(string arn, string metadata)
    {
        Assert.StartsWith(
            metadata + ": expected",
            Assert.Single(Problems((arn, Arn + "X"))),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            arn + ": expected",
            Assert.Single(Problems((metadata, "a=app_id"))),
            StringComparison.Ordinal
        );
        Assert.Empty(Problems((arn, Arn + "X"), (metadata, "a=app_id")));
    }

    [Theory]
    [InlineData("arn:aws:s3:eu-central-1:123456789012:dataset/a")]
    [InlineData("arn:aws:personalize:eu-central-1::dataset/a")]
    [InlineData("arn:aws:personalize:eu-central-1:1:dataset/a b")]
    [InlineData("dataset/a")]
    public void TryRead_NoArnOfADataset_IsRefused(string arn) =>
        Assert.StartsWith(
            "USERS_DATASET_ARN: expected",
            Assert.Single(Problems(("USERS_DATASET_ARN", arn), ("USER_METADATA", "a=app_id"))),
            StringComparison.Ordinal
        );

    static string View(params string[] products) =>
        Some.Action(
            "list_view",
            [
                .. products,
                Some.Entity(
                    $"{Some.Schema}.ecommerce/user/jsonschema/1-0-0",
                    """{"id":"user-1","is_guest":true}"""
                ),
            ]
        );

    static string Product(string id, double price) =>
        Some.Entity(
            $"{Some.Schema}.ecommerce/product/jsonschema/1-0-0",
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $$"""{"id":"{{id}}","category":"c","price":{{price}}}"""
            )
        );

    static EnrichedColumn Column(string name) => (EnrichedColumn)EnrichedColumns.Names.ToList().IndexOf(name);

    static IReadOnlyList<string> Problems(params (string Name, string Value)[] settings)
    {
        _ = ImpressionsOptions.TryRead(
            name =>
                name == Settings.TrackingId.Name
                    ? "t"
                    : settings.FirstOrDefault(setting => setting.Name == name).Value,
            out _,
            out var problems
        );
        return problems;
    }
}
