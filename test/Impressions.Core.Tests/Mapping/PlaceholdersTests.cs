using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class PlaceholdersTests
{
    public static TheoryData<string> Placeholders { get; } =
    [
        " ",
        "\u00a0\t",
        "null",
        "undefined",
        " undefined ",
        "None",
        "(null)",
        "NaN",
        "[object Object]",
        "00000000-0000-0000-0000-000000000000",
        "{{item.id}}",
        "{{ item.id }}",
        "product-{{ item.id }}",
        "${item.id}",
        "p/${ id }/x",
        "${}",
    ];

    [Theory]
    [InlineData("NULL")]
    [InlineData("none")]
    [InlineData("nan")]
    [InlineData("null-1")]
    [InlineData("undefined1")]
    [InlineData("0")]
    [InlineData("{a}")]
    [InlineData("a}}b{{c")]
    [InlineData("{{a}")]
    [InlineData("$5")]
    [InlineData("}${")]
    [InlineData("object Object")]
    public void IsPlaceholder_AnythingElse_IsFalse(string id) =>
        Assert.False(Core.Mapping.Placeholders.IsPlaceholder(id));

    [Fact]
    public void IsPlaceholder_NoTextAtAll_IsTrue() =>
        Assert.True(Core.Mapping.Placeholders.IsPlaceholder(""));

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Map_ItemOfAProduct_IsDroppedAndCounted(string placeholder)
    {
        var view = OneEvent.Map(Some.Action("product_view", Some.Product(Json(placeholder))));

        Assert.Equal(nameof(SkipReason.NoItem), view.Skip);
        Assert.Equal(1, view.Report.Of(Anomaly.ItemDropped));
    }

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Map_ItemOfAColumn_IsDroppedAndCounted(string placeholder)
    {
        var purchase = OneEvent.Map(
            Some.BakedIn("com.snowplowanalytics.snowplow", "transaction_item", "1-0-0")
                .With((EnrichedColumn.TransactionItemSku, placeholder.Replace('\t', ' ')))
        );

        Assert.Equal(nameof(SkipReason.NoItem), purchase.Skip);
        Assert.Equal(1, purchase.Report.Of(Anomaly.ItemDropped));
    }

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Map_RecommendationId_IsAbsentAndCounted(string placeholder)
    {
        var click = OneEvent.Map(Some.Click("/p", Some.Widget(Json(placeholder)), Some.ItemComponent("a")));
        var listClick = OneEvent.Map(
            Some.Action("list_click", Some.Product("a"), Some.Widget(Json(placeholder)))
        );

        Assert.Equal(nameof(SkipReason.NotARecommendation), click.Skip);
        Assert.Equal(1, click.Report.Of(Anomaly.RecommendationIdDropped));
        Assert.Null(listClick.Only.RecommendationId);
    }

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Map_ShownItemsAndComponents_AreDroppedAndCounted(string placeholder)
    {
        var click = OneEvent.Map(
            Some.Click(
                "/p",
                Some.Widget("RID-1"),
                Some.Shown("a"),
                Some.Shown(Json(placeholder)),
                Some.Shown("b"),
                Some.ItemComponent(Json(placeholder)),
                Some.ItemComponent("b")
            )
        );

        Assert.Equal("b", click.Only.ItemId);
        Assert.Equal(["a", "b"], click.Only.Impression!);
        Assert.Equal(2, click.Report.Of(Anomaly.ItemDropped));
    }

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Map_ItemOfAUrl_IsNone(string placeholder)
    {
        var click = OneEvent.Map(
            Some.Click($"https://shop/p/{Uri.EscapeDataString(placeholder)}", Some.Widget("RID-1")),
            ("CLICKED_ITEM_PATTERN", "/p/(?<item>.+)")
        );

        Assert.Equal(nameof(SkipReason.ClickedItemUnknown), click.Skip);
    }

    static string Json(string text) => text.Replace("\t", "\\t", StringComparison.Ordinal);
}
