using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class ShownItemsTests
{
    static readonly string Expose = Some.Described(
        $"{Some.Schema}/expose_element/jsonschema/1-0-0",
        """{"element_name":"recommendation-impression"}""",
        Some.Widget("RID-1"),
        Some.Shown("item-1"),
        Some.Shown("item-2")
    );

    static readonly string ExposeOfNothing = Some.Described(
        $"{Some.Schema}/expose_element/jsonschema/1-0-0",
        """{"element_name":"recommendation-impression"}""",
        Some.Widget("RID-6")
    );

    static readonly string Click = Some.Click("https://shop.example/p/item-2", Some.Widget("RID-1"))
        .With((EnrichedColumn.EventId, "click-1"));

    [Fact]
    public void Plan_ClickAfterItsExpose_HasImpressionAndItem()
    {
        var planned = Plan(Pipeline(), Expose, Click);

        var click = Assert.Single(Interactions(planned));
        Assert.Equal(("item-2", "Click"), (click.ItemId, click.EventType));
        Assert.Equal(["item-1", "item-2"], click.Impression);
        Assert.Equal(1, planned.Outcome.Report.Of(ClickedItemRule.UrlMatch));
        Assert.Equal(
            (1, 1),
            (planned.Outcome.Report.Of(SkipReason.Remembered), planned.Outcome.Report.ImpressionsRecalled)
        );
    }

    [Fact]
    public void Plan_ClickInALaterInvocation_RecallsIt()
    {
        var pipeline = Pipeline();

        _ = Plan(pipeline, Expose);

        Assert.Equal(["item-1", "item-2"], Assert.Single(Interactions(Plan(pipeline, Click))).Impression);
    }

    /// <summary>A page is viewed before it is clicked, and a visitor's events share a shard.</summary>
    [Fact]
    public void Plan_ClickBeforeItsExpose_KnowsNothing() =>
        Assert.Equal(1, Plan(Pipeline(), Click, Expose).Outcome.Report.Of(SkipReason.ClickedItemUnknown));

    [Fact]
    public void Plan_StoreOff_ForgetsIt()
    {
        var planned = Plan(new Pipeline(Some.Options(("EVENT_SELECTION_REGEX", "-"))), Expose, Click);

        Assert.Equal(1, planned.Outcome.Report.Of(SkipReason.UnknownEvent));
        Assert.Equal(1, planned.Outcome.Report.Of(SkipReason.ClickedItemUnknown));
    }

    [Fact]
    public void Plan_ClickThatSaysWhatWasOnView_IsBelieved()
    {
        var click = Some.Click("https://shop.example/p/x", Some.Widget("RID-1"), Some.Shown("x"))
            .With((EnrichedColumn.EventId, "click-1"));

        var planned = Plan(Pipeline(), Expose, click);

        Assert.Equal(["x"], Assert.Single(Interactions(planned)).Impression);
        Assert.Equal(0, planned.Outcome.Report.ImpressionsRecalled);
    }

    [Fact]
    public void Plan_ItemOfItsOwn_StaysAndGetsTheImpression()
    {
        var click = Some.Click("https://shop.example/p/x", Some.Widget("RID-1"), Some.ItemComponent("item-1"))
            .With((EnrichedColumn.EventId, "click-1"));

        var only = Assert.Single(Interactions(Plan(Pipeline(), Expose, click)));

        Assert.Equal("item-1", only.ItemId);
        Assert.Equal(["item-1", "item-2"], only.Impression);
    }

    [Fact]
    public void Plan_ListClick_GetsTheImpression()
    {
        var click = Some.Action("list_click", Some.Product("item-1"), Some.Widget("RID-1"))
            .With((EnrichedColumn.EventId, "click-1"));

        Assert.Equal(
            ["item-1", "item-2"],
            Assert.Single(Interactions(Plan(Pipeline(), Expose, click))).Impression
        );
    }

    [Fact]
    public void Plan_View_GetsNone()
    {
        var view = Some.Action("product_view", Some.Product("item-1"), Some.Widget("RID-1"))
            .With((EnrichedColumn.EventId, "view-1"));

        var planned = Plan(Pipeline(), Expose, view);

        Assert.Null(Assert.Single(Interactions(planned)).Impression);
        Assert.Equal(0, planned.Outcome.Report.ImpressionsRecalled);
    }

    [Fact]
    public void Plan_ExposeAsImpressions_IsRememberedToo()
    {
        var planned = Plan(Pipeline(("IMPRESSION_EVENT_TYPE", "Impression")), Expose, Click);

        Assert.Equal(
            ["Impression", "Impression", "Click"],
            Interactions(planned).Select(sent => sent.EventType)
        );
        Assert.Equal(["item-1", "item-2"], Interactions(planned)[2].Impression);
    }

    [Theory]
    [InlineData("NotARecommendation", false, true)]
    [InlineData("NoItem", true, false)]
    public void Map_ExposeOfNothingToRemember_SaysWhy(string skip, bool hasId, bool hasItems)
    {
        string[] entities =
        [
            .. hasId ? [Some.Widget("RID-1")] : Array.Empty<string>(),
            .. hasItems ? [Some.Shown("a")] : Array.Empty<string>(),
        ];
        var line = Some.Described($"{Some.Schema}/expose_element/jsonschema/1-0-0", "{}", entities);

        Assert.Equal(skip, OneEvent.Map(line, ("IMPRESSION_STORE", "memory")).Skip);
    }

    [Fact]
    public void Survey_ClicksOfUnknownRecommendations_NamesEachOnce()
    {
        var pipeline = SharedPipeline(("EVENT_TYPES", "snowplow_ecommerce_action.list_click="));
        var payload = new PayloadRecords
        {
            Payload = Some.Payload(
                Click,
                Click.With((EnrichedColumn.EventId, "click-2")),
                Some.Click("/x", Some.Widget("RID-2"), Some.Shown("a")), // says what was on view
                Some.Click("/x", Some.Widget(new string('x', 41))), // no id of Personalize's
                Some.Action("product_view", Some.Widget("RID-3"), Some.Product("a")),
                Some.Action("list_click", Some.Widget("RID-4"), Some.Product("a")), // switched off
                Expose.Replace("RID-1", "RID-5", StringComparison.Ordinal), // tells what was on view
                "no event"
            ),
        };

        Assert.Equal(["RID-1"], pipeline.Survey(payload).RecommendationsToLoad);

        _ = Plan(pipeline, Expose);
        Assert.Empty(pipeline.Survey(payload).RecommendationsToLoad);
    }

    [Fact]
    public void Survey_ExposeThatIsSent_NamesNone() =>
        Assert.Empty(
            SharedPipeline(("IMPRESSION_EVENT_TYPE", "Impression"))
                .Survey(new PayloadRecords { Payload = Some.Payload(Expose, ExposeOfNothing) })
                .RecommendationsToLoad
        );

    [Fact]
    public void Learn_InParts_PutsTheNewOnesBehind()
    {
        var shown = new ShownItems(isShared: true);
        shown.Learn("RID-1", ["a", "b"]);
        shown.Saved("RID-1");
        shown.Learn("RID-1", ["b", "c"]);

        Assert.Equal(["a", "b", "c"], shown.Of("RID-1"));
        Assert.Equal(["a", "b", "c"], shown.News["RID-1"]);

        shown.Saved("RID-1");
        shown.Learn("RID-1", ["c", "a"]);
        Assert.Empty(shown.News);
    }

    [Fact]
    public void Learn_MoreThanAnImpressionTakes_KeepsTheFirst()
    {
        var shown = new ShownItems();
        shown.Learn("RID-1", Some.Ids(40));

        Assert.Equal(Some.Ids(25), shown.Of("RID-1"));
    }

    [Fact]
    public void Learn_IdThatPersonalizeNeverGave_IsNotRemembered()
    {
        var shown = new ShownItems(isShared: true);
        shown.Learn(new string('x', 41), ["a"]);

        Assert.Null(shown.Of(new string('x', 41)));
        Assert.Empty(shown.News);
    }

    [Fact]
    public void Load_WhatOthersKnow_IsNoNews()
    {
        var shown = new ShownItems(isShared: true);
        shown.Load("RID-1", ["a"]);

        Assert.Equal(["a"], shown.Of("RID-1"));
        Assert.Empty(shown.News);
    }

    [Fact]
    public void Of_MoreThanItsMemory_ForgetsTheOldest()
    {
        var shown = new ShownItems(capacity: 2);
        foreach (var id in Some.Ids(5))
        {
            shown.Learn(id, ["a"]);
        }

        Assert.Equal([false, false, true, true, true], Some.Ids(5).Select(id => shown.Of(id) is not null));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void Learn_News_WaitAndAreBounded(bool isShared, int expected)
    {
        var shown = new ShownItems(isShared, capacity: 2);
        foreach (var id in Some.Ids(5))
        {
            shown.Learn(id, ["a"]);
        }

        Assert.Equal(expected, shown.News.Count);
    }

    [Theory]
    [InlineData("dynamodb", "", "IMPRESSION_TABLE")]
    [InlineData("dynamodb", "a", "IMPRESSION_TABLE")]
    [InlineData("dynamodb", "a b c", "IMPRESSION_TABLE")]
    [InlineData("memory", "shown-items", "IMPRESSION_TABLE")]
    [InlineData("off", "shown-items", "IMPRESSION_TABLE")]
    [InlineData("redis", "", "IMPRESSION_STORE")]
    public void TryRead_StoreAndTableThatDoNotGoTogether_AreRefused(string store, string table, string named)
    {
        _ = ImpressionsOptions.TryRead(
            name =>
                name == Settings.TrackingId.Name ? "t"
                : name == "IMPRESSION_STORE" ? store
                : name == "IMPRESSION_TABLE" ? table
                : null,
            out _,
            out var problems
        );

        Assert.StartsWith(named + ": expected", Assert.Single(problems), StringComparison.Ordinal);
    }

    static Pipeline Pipeline(params (string, string)[] settings) =>
        new(
            Some.Options([
                ("IMPRESSION_STORE", "memory"),
                ("CLICKED_ITEM_PATTERN", "-"),
                ("UNRESOLVED_CLICK", "skip"),
                .. settings,
            ])
        );

    static Pipeline SharedPipeline(params (string, string)[] settings) =>
        new(
            Some.Options([("IMPRESSION_STORE", "dynamodb"), ("IMPRESSION_TABLE", "shown-items"), .. settings])
        );

    static Planned Plan(Pipeline pipeline, params string[] lines) => pipeline.Plan(Some.Payload(lines));

    static List<Interaction> Interactions(Planned planned) =>
        [
            .. planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .OrderBy(entry => entry.Position.Record)
                .Select(entry => entry.Interaction),
        ];
}
