using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class ImpressionTests
{
    readonly List<Anomaly> _anomalies = [];

    [Fact]
    public void Of_NothingShown_IsUnknown() => Assert.Null(Impression.Of(Some.Items(), "a", _anomalies));

    [Theory]
    [InlineData("i0")]
    [InlineData("i12")]
    [InlineData("i24")]
    public void Of_25Shown_IsAllOfThem(string clicked)
    {
        Assert.Equal(Some.Ids(25), Impression.Of(Some.Items(Some.Ids(25)), clicked, _anomalies));
        Assert.Equal(0, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Theory]
    [InlineData(26, "i0")]
    [InlineData(26, "i24")] // the last that has a place of its own
    [InlineData(1_000, "i7")]
    public void Of_MoreThan25Shown_IsTheFirst25(int shown, string clicked)
    {
        Assert.Equal(Some.Ids(25), Impression.Of(Some.Items(Some.Ids(shown)), clicked, _anomalies));
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Theory]
    [InlineData(26, "i25")]
    [InlineData(40, "i39")]
    public void Of_ClickedBeyondThe25th_TakesTheLastPlace(int shown, string clicked)
    {
        Assert.Equal(
            [.. Some.Ids(24), clicked],
            Impression.Of(Some.Items(Some.Ids(shown)), clicked, _anomalies)
        );
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Fact]
    public void Of_ClickedNotAmongTheShown_IsAddedInTheLastPlace()
    {
        Assert.Equal(["a", "b", "x"], Impression.Of(Some.Items("a", "b"), "x", _anomalies));
        Assert.Equal(["x"], Impression.Of(Some.Items("x"), "x", _anomalies));
        Assert.Equal([.. Some.Ids(24), "x"], Impression.Of(Some.Items(Some.Ids(24)), "x", _anomalies));
        Assert.Equal(0, _anomalies.Count(found => found == Anomaly.ImpressionCut));
        Assert.Equal([.. Some.Ids(24), "x"], Impression.Of(Some.Items(Some.Ids(25)), "x", _anomalies));
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Theory]
    [InlineData("x", 196, 5)] // 5 × 196 + 4 bars = 984; 984 + 1 + 15 = 1,000
    [InlineData("😀", 196, 5)] // characters are code points
    public void Of_ExactlyAThousandCharactersWithBars_Fits(string character, int length, int count)
    {
        var long5 = Enumerable.Range(0, count).Select(i => $"{i}{Repeat(character, length - 1)}");
        string[] shown = [.. long5, Repeat("y", 15)];

        Assert.Equal(shown, Impression.Of(Some.Items(shown), shown[0], _anomalies));
        Assert.Equal(0, _anomalies.Count(found => found == Anomaly.ImpressionCut));

        shown[^1] += "y";
        Assert.Equal(shown[..^1], Impression.Of(Some.Items(shown), shown[0], _anomalies));
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Fact]
    public void Of_ClickedBeyondTheThousandth_TakesTheLastPlaceAndItsRoom()
    {
        string[] shown = [.. Enumerable.Range(0, 10).Select(i => $"{i}{Repeat("x", 199)}")];

        var impression = Impression.Of(Some.Items(shown), shown[9], _anomalies);

        Assert.Equal([shown[0], shown[1], shown[2], shown[9]], impression); // a fifth would make 1,004 characters
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Fact]
    public void Of_AnyItems_KeepsTheServicesLimitsAndTheClickedItem()
    {
        var random = new Random(5);
        var cut = 0;
        for (var run = 0; run < 2_000; run++)
        {
            string[] shown =
            [
                .. Some.Ids(random.Next(1, 40))
                    .Select(id => id + Repeat(random.Next(2) == 0 ? "x" : "😀", random.Next(80))),
            ];
            var clicked = random.Next(4) == 0 ? "other" : shown[random.Next(shown.Length)];

            var impression = Impression.Of(Some.Items(shown), clicked, _anomalies)!;

            Assert.InRange(impression.Count, 1, 25);
            Assert.InRange(string.Join('|', impression).EnumerateRunes().Count(), 1, 1_000);
            Assert.Equal(impression.Count, impression.Distinct().Count());
            Assert.Contains(clicked, impression);
            var others = impression.Where(itemId => itemId != clicked).ToList();
            Assert.Equal(shown.Where(itemId => itemId != clicked).Take(others.Count), others); // the first ones
            cut += others.Count < shown.Count(itemId => itemId != clicked) ? 1 : 0;
            Assert.Equal(cut, _anomalies.Count(found => found == Anomaly.ImpressionCut));
        }

        Assert.InRange(cut, 500, 1_800);
    }

    [Theory]
    [InlineData("list_click", true)]
    [InlineData("list_view", false)] // what is on view matters when something is clicked
    [InlineData("transaction", false)]
    public void Map_Action_HasAnImpressionWhenItIsAClick(string action, bool expected)
    {
        var interaction = OneEvent
            .Map(
                Some.Action(action, Some.Product("a"), Some.Widget("RID-1"), Some.Shown("a"), Some.Shown("b"))
            )
            .Only;

        Assert.Equal(expected ? ["a", "b"] : null, interaction.Impression);
    }

    [Fact]
    public void Map_EnhancedEcommerceClick_HasAnImpression() =>
        Assert.Equal(
            ["b", "a"],
            OneEvent
                .Map(
                    Some.Described(
                        "iglu:com.google.analytics.enhanced-ecommerce/action/jsonschema/1-0-0",
                        """{"action":"click"}""",
                        Some.Entity(
                            "iglu:com.google.analytics.enhanced-ecommerce/productFieldObject/jsonschema/1-0-0",
                            """{"id":"a"}"""
                        ),
                        Some.Widget("RID-1"),
                        Some.Shown("b")
                    )
                )
                .Only.Impression
        );

    [Fact]
    public void Map_RecommendationClickThatDoesNotSayWhatWasShown_HasNone() =>
        Assert.Null(
            OneEvent.Map(Some.Click("/p", Some.Widget("RID-1"), Some.ItemComponent("a"))).Only.Impression
        );

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
