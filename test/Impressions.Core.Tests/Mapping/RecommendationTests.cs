using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>The recommendation id and the items shown.</summary>
public sealed class RecommendationTests
{
    const string Url = "https://shop/p";

    [Fact]
    public void Id_OnTheWidget_GoesWithTheClick() =>
        Assert.Equal("RID-1", Click(Some.Widget("RID-1")).Only.RecommendationId);

    [Theory]
    [InlineData("other-element", "dataset.recommendationId=RID-1")] // name
    [InlineData("a-recommendation-impression", "dataset.recommendationId=RID-1")]
    [InlineData("recommendation-impression", "attributes.recommendationId=RID-1")] // source
    [InlineData("recommendation-impression", "callback.recommendationId=RID-1")]
    [InlineData("recommendation-impression", "dataset.recommendation-id=RID-1")] // attribute
    [InlineData("recommendation-impression", "dataset.recommendationid=RID-1")]
    [InlineData("recommendation-impression", "dataset.recommendationId=")] // empty
    public void Id_NotOnTheWidget_IsAnUnrelatedLink(string element, string attribute) =>
        Assert.Equal(nameof(SkipReason.NotARecommendation), Click(Some.Element(element, attribute)).Skip);

    [Theory]
    [InlineData("iglu:com.acme/element/jsonschema/1-0-0")]
    [InlineData("iglu:com.snowplowanalytics.snowplow/element/jsonschema/2-0-0")]
    public void Id_OnAnElementOfAnotherVendorOrModel_IsAnUnrelatedLink(string schema)
    {
        var widget = Some.Widget("RID-1")
            .Replace($"{Some.Schema}/element/jsonschema/1-0-0", schema, StringComparison.Ordinal);

        Assert.Equal(nameof(SkipReason.NotARecommendation), Click(widget).Skip);
    }

    [Theory]
    [InlineData(new[] { "A" }, "A", 0)]
    [InlineData(new[] { "A", "A", "A" }, "A", 0)] // equal repeats are one
    [InlineData(new[] { "A", "B" }, "B", 1)] // the last one
    [InlineData(new[] { "A", "B", "A" }, "A", 1)]
    [InlineData(new[] { "A", "B", "B" }, "B", 1)] // once doubtful, it stays so
    [InlineData(new[] { "A", "" }, "A", 0)] // an empty one is none
    [InlineData(new[] { "", "A" }, "A", 0)]
    public void Id_Repeated_IsTheLast(string[] ids, string expected, int expectedAmbiguous)
    {
        var click = Click([.. ids.Select(Some.Widget)]);

        Assert.Equal(expected, click.Only.RecommendationId);
        Assert.Equal(expectedAmbiguous, click.Report.Of(Anomaly.AmbiguousRecommendation));
    }

    [Theory]
    [InlineData("x", 40, true)]
    [InlineData("x", 41, false)]
    [InlineData("😀", 40, true)]
    [InlineData("😀", 41, false)]
    public void Id_LongerThan40Characters_IsLeftOutAndCounted(string character, int length, bool isSent)
    {
        var id = string.Concat(Enumerable.Repeat(character, length));

        var click = Click(Some.Widget(id), Some.ItemComponent("a"));

        Assert.Equal(isSent ? id : null, click.Only.RecommendationId); // sent all the same
        Assert.Equal(isSent ? 0 : 1, click.Report.Of(Anomaly.RecommendationIdDropped));
    }

    [Fact]
    public void Id_OnAnyOtherMappedEvent_IsTakenToo()
    {
        Assert.Equal(
            "RID-1",
            OneEvent
                .Map(Some.Action("list_click", Some.Product("a"), Some.Widget("RID-1")))
                .Only.RecommendationId
        );
        Assert.Equal(
            "RID-1",
            OneEvent
                .Map(Some.Action("product_view", Some.Product("a"), Some.Widget("RID-1")))
                .Only.RecommendationId
        );
        Assert.Null(OneEvent.Map(Some.Action("list_click", Some.Product("a"))).Only.RecommendationId);
    }

    [Fact]
    public void Settings_ElementAndAttributes_AreLookedForByTheirConfiguredNames()
    {
        var click = Some.Click(
            Url,
            Some.Element("rec-shelf-2", "dataset.rid=RID-1"),
            Some.Content("rec-shelf-2", "dataset.sku=a", "dataset.price=1")
        );
        (string, string)[] settings =
        [
            ("RECOMMENDATION_ELEMENT", "^rec-shelf"),
            ("RECOMMENDATION_ATTRIBUTE", "rid"),
            ("ITEM_ATTRIBUTE", "sku"),
        ];

        var interaction = OneEvent.Map(click, settings).Only;

        Assert.Equal(("RID-1", "a"), (interaction.RecommendationId, interaction.ItemId));
        Assert.Equal(nameof(SkipReason.NotARecommendation), OneEvent.Map(click).Skip);
        Assert.Equal(
            nameof(SkipReason.NotARecommendation),
            OneEvent.Map(click, ("RECOMMENDATION_ELEMENT", "-")).Skip
        );
    }

    [Fact]
    public void Shown_Contents_AreTheirItemsInOrder() =>
        Assert.Equal(
            ["b", "a", "c"],
            Shown(Some.Shown("b"), Some.Shown("a"), Some.Shown("c"), Some.Shown("b"))
        );

    [Theory]
    [InlineData(new[] { "dataset.itemId=a", "dataset.price=1" }, "a")]
    [InlineData(new[] { "dataset.price=1", "dataset.itemId=a" }, "a")]
    [InlineData(new[] { "dataset.sku=a" }, "a")] // the only one, whatever its name
    [InlineData(new[] { "content.text=x", "dataset.sku=a" }, "a")] // other sources are not ours
    [InlineData(new[] { "dataset.sku=a", "dataset.price=1" }, null)] // which one?
    [InlineData(new[] { "attributes.itemId=a" }, null)]
    [InlineData(new[] { "dataset.itemId=" }, null)]
    [InlineData(new string[0], null)]
    public void Shown_ContentAttributes_TheItemsOrTheOnlyOne(string[] attributes, string? expected) =>
        Assert.Equal(
            expected is null ? [] : [expected],
            Shown(Some.Content("recommendation-impression", attributes))
        );

    [Fact]
    public void Shown_ContentsOfAnotherParent_AreNotTaken() =>
        Assert.Equal(["a"], Shown(Some.Content("menu", "dataset.itemId=x"), Some.Shown("a")));

    [Fact]
    public void Shown_OtherSpellingOfTheIndexes_IsTheSame()
    {
        var content = Some.Shown("a")
            .Replace("\"parent_index\":1", "\"parent_position\":1", StringComparison.Ordinal);

        Assert.Equal(
            ["a"],
            Shown(content.Replace("\"element_index\":1", "\"position\":1", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData(@"[\""a\"",\""b\""]", new[] { "a", "b" })]
    [InlineData(@"[7,\""a\"",null,{},\""a\""]", new[] { "7", "a" })]
    [InlineData(@"{\""a\"":1}", new string[0])] // JSON of another shape
    [InlineData("a,b", new string[0])] // no JSON: nothing there, and no dead letter
    [InlineData("", new string[0])]
    public void Shown_ByTheWidgetsCallback_IsAJsonArray(string shownItems, string[] expected) =>
        Assert.Equal(expected, ShownBy(Some.WidgetWithCallback("RID-1", shownItems)));

    [Fact]
    public void Shown_ContentsAndCallback_ContentsWin() =>
        Assert.Equal(["a"], ShownBy(Some.WidgetWithCallback("RID-1", @"[\""x\""]"), Some.Shown("a")));

    [Theory]
    [InlineData("recommendation-impression", "dataset.shownItems")] // source
    [InlineData("recommendation-impression", "callback.shown")] // name
    [InlineData("menu", "callback.shownItems")] // element
    public void Shown_CallbackOfAnotherKind_IsNotTaken(string element, string attribute) =>
        Assert.Empty(Shown(Some.Element(element, $"{attribute}=[1]")));

    [Fact]
    public void Shown_WithoutRecommendationId_IsTheImpressionOfAListClickToo() =>
        Assert.Equal(
            ["a", "b"],
            OneEvent
                .Map(Some.Action("list_click", Some.Product("a"), Some.Shown("a"), Some.Shown("b")))
                .Only.Impression
        );

    static OneEvent Click(params string[] entities) =>
        OneEvent.Map(Some.Click(Url, [.. entities, Some.ItemComponent("a")]));

    static IReadOnlyList<string> Shown(params string[] entities) =>
        ShownBy([Some.Widget("RID-1"), .. entities]);

    /// <summary>What a list click gives as its impression, without the clicked item.</summary>
    static IReadOnlyList<string> ShownBy(params string[] entities)
    {
        var click = OneEvent.Map(Some.Action("list_click", [Some.Product("clicked"), .. entities])).Only;
        return click.Impression is null ? [] : [.. click.Impression.Where(itemId => itemId != "clicked")];
    }
}
