using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class WidgetCounterTests
{
    [Fact]
    public void Plan_ViewClickAndPurchase_CountForTheirWidget()
    {
        var counts = Assert.Single(
            Plan(
                Pipeline(),
                View("rec-home", "RID-1"),
                Click("rec-home", "RID-1", rank: 2),
                Purchase("item-2")
            )
        );

        Assert.Equal("rec-home", counts.Key);
        Assert.Equal((1, 1, 1, 1.0), Numbers(counts.Value));
        Assert.Equal([0, 1, 0, 0, 0], counts.Value.ClicksByRank);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(6, 3)]
    [InlineData(7, 4)]
    [InlineData(9, 4)]
    public void Plan_Click_CountsForItsRank(int rank, int group)
    {
        var counts = Assert.Single(Plan(Pipeline(), Click("rec-home", "RID-1", rank))).Value;

        Assert.Equal(Enumerable.Range(0, 5).Select(at => at == group ? 1 : 0), counts.ClicksByRank);
    }

    [Fact]
    public void Plan_SameEventsAgain_CountOnce()
    {
        var pipeline = Pipeline();
        string[] lines = [View("rec-home", "RID-1"), Click("rec-home", "RID-1", rank: 1), Purchase("item-1")];

        Assert.Equal((1, 1, 1, 1.0), Numbers(Plan(pipeline, [.. lines, .. lines])["rec-home"]));
        Assert.Empty(Plan(pipeline, lines)); // delivered again
    }

    [Fact]
    public void Plan_MoreWidgetsThanAreToldApart_AreOther()
    {
        var views = Enumerable.Range(0, 30).Select(i => View($"rec-{i}", $"RID-{i}")).ToArray();

        var counted = Plan(Pipeline(), views);

        Assert.Equal(WidgetCounter.MaxWidgets + 1, counted.Count);
        Assert.Equal(10, counted[WidgetCounter.Other].Views);
    }

    [Theory]
    [InlineData("", "(no name)")]
    [InlineData(" ", "(no name)")]
    [InlineData("Für dich", "F?r dich")]
    [InlineData("a\\nb", "a?b")]
    public void Plan_OddName_IsOneThatCloudWatchTakes(string name, string expected) =>
        Assert.Equal(expected, Assert.Single(Plan(Pipeline(), View(name, "RID-1"))).Key);

    [Fact]
    public void Plan_LongName_IsCut() =>
        Assert.Equal(100, Assert.Single(Plan(Pipeline(), View(new string('x', 200), "RID-1"))).Key.Length);

    [Fact]
    public void Plan_ConversionOfAnUnknownClick_IsOther()
    {
        var own = Some.Action("product_view", Some.Product("item-1"), Widget("rec-page", "RID-9"));

        Assert.Equal(["rec-page"], Plan(Pipeline(), own).Keys);
        Assert.Empty(Plan(Pipeline(), Purchase("item-1"))); // followed from no click
    }

    [Fact]
    public void Plan_Off_CountsNothing()
    {
        var pipeline = new Pipeline(Some.Options(("RECOMMENDATION_ELEMENT", "^rec")));

        Assert.Empty(Plan(pipeline, View("rec-home", "RID-1"), Click("rec-home", "RID-1", rank: 1)));
    }

    [Fact]
    public void Plan_View_IsSelectedAndNotSent()
    {
        var (plan, outcome) = Pipeline().Plan(Some.Payload(View("rec-home", "RID-1")));

        Assert.Empty(plan.Sessions);
        Assert.Equal((1, 1), (outcome.Report.Selected, outcome.Report.Of(SkipReason.Remembered)));
    }

    static (int Views, int Clicks, int Conversions, double Value) Numbers(WidgetCounts counts) =>
        (counts.Views, counts.Clicks, counts.Conversions, counts.Value);

    static IReadOnlyDictionary<string, WidgetCounts> Plan(Pipeline pipeline, params string[] lines) =>
        pipeline.Plan(Some.Payload(lines)).Outcome.Report.Widgets;

    static Pipeline Pipeline() =>
        new(
            Some.Options(
                ("RECOMMENDATION_METRICS", "on"),
                ("RECOMMENDATION_ELEMENT", ".*"),
                ("ATTRIBUTE_CONVERSIONS", "memory"),
                ("EVENT_VALUES", "revenue")
            )
        );

    static string View(string widget, string id) =>
        Some.Described(
                $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                $$"""{"element_name":"{{widget}}"}""",
                Widget(widget, id),
                Some.Shown("item-1")
            )
            .With((EnrichedColumn.EventId, $"view-{id}"));

    static string Click(string widget, string id, int rank) =>
        Some.Click(
                $"https://shop.example/p/item-{rank}",
                [
                    Widget(widget, id),
                    .. Enumerable
                        .Range(1, 9)
                        .Select(item => Some.Content(widget, $"dataset.itemId=item-{item}")),
                ]
            )
            .With((EnrichedColumn.EventId, $"click-{id}"));

    static string Widget(string name, string id) => Some.Element(name, $"dataset.recommendationId={id}");

    static string Purchase(string item) =>
        Some.Action(
                "transaction",
                Some.Product(item),
                Some.Entity(
                    $"{Some.Schema}.ecommerce/transaction/jsonschema/1-0-0",
                    """{"transaction_id":"T-1","revenue":1,"currency":"EUR","payment_method":"card"}"""
                )
            )
            .With((EnrichedColumn.EventId, "purchase-1"));
}
