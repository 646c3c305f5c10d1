using Impressions.Cli.Report;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Report;

/// <summary>What counts as seen, clicked and converted, one question each.</summary>
public sealed class ReportCountTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    int _events;

    [Fact]
    public void Add_SameEventAgain_CountsOnce()
    {
        var (view, click) = (View("RID-1", 0), Click("RID-1", "b", 1));

        var figures = Count(view, click, view, click, click);

        Assert.Equal((1, 1), (figures.Views, figures.Clicks));
        Assert.Equal(new ClickThrough(1, 1), figures.ClickThrough);
        Assert.Contains(new FateFigure("skipped", "duplicate", 2), figures.Fates);
    }

    [Fact]
    public void Add_SeveralViewsAndClicksOfARecommendation_AreOneSeenAndClicked()
    {
        var figures = Count(
            View("RID-1", 0),
            View("RID-1", 1),
            Click("RID-1", "a", 2),
            Click("RID-1", "b", 3),
            View("RID-2", 4)
        );

        Assert.Equal((3, 2), (figures.Views, figures.Clicks));
        Assert.Equal(new ClickThrough(1, 2), figures.ClickThrough);
    }

    [Fact]
    public void Add_ClickWithoutView_IsInNoShare()
    {
        var figures = Count(View("RID-1", 0), Click("RID-2", "a", 1));

        Assert.Equal(new ClickThrough(0, 1), figures.ClickThrough);
        Assert.Equal((1, 1), (figures.Clicks, figures.ClicksNotSeen));
        Assert.All(figures.Rules, rule => Assert.Equal(0, rule.ClickThrough.Clicked));
    }

    [Fact]
    public void Add_ClickThatComesBeforeItsView_IsJoined()
    {
        var figures = Count(Click("RID-1", "b", 1), View("RID-1", 0));

        Assert.Equal(new ClickThrough(1, 1), figures.ClickThrough);
        Assert.Equal(
            [("1", 0), ("2", 1)],
            figures.Ranks.Select(rank => (rank.Name, rank.ClickThrough.Clicked))
        );
    }

    /// <summary>It says which item was shown first, not which one was clicked.</summary>
    [Fact]
    public void Add_ClickThatIsAGuess_HasNoRank()
    {
        var figures = Count(
            View("RID-1", 0),
            Event(1, Some.Click("/p/unnamed", Some.WidgetWithCallback("RID-1", """[\"a\",\"b\"]""")))
        );

        Assert.Equal("first_shown", Assert.Single(figures.Rules).Name);
        Assert.Equal(1, figures.ClicksWithoutRank);
        Assert.All(figures.Ranks, rank => Assert.Equal(0, rank.ClickThrough.Clicked));
    }

    [Fact]
    public void Add_ClicksThatNameNoItem_AreToldByReason()
    {
        var widget = Some.Widget("RID-1");
        var list = Some.WidgetWithCallback("RID-1", """[\"a\",\"b\"]""");
        var settings = new Dictionary<string, string>
        {
            ["UNRESOLVED_CLICK"] = "skip",
            ["EVENT_TYPES"] = "button_click=Click",
        };

        var figures = ReportedRows.Count(
            settings,
            [
                Event(0, Some.Click("/p/unnamed", widget)),
                Event(1, Some.Click("/p/unnamed", list)),
                Event(2, Some.Click("#next", list)),
                Event(3, Some.Described($"{Some.Schema}/button_click/jsonschema/1-0-0", "{}", widget)),
                Event(4, Some.Action("list_click", widget, Some.Product("undefined"))),
                Event(5, Some.Click("/p/x", widget, Some.ItemComponent("a")))
                    .With((EnrichedColumn.DomainSessionId, ""), (EnrichedColumn.DomainUserId, "")),
                Event(6, Some.Click("/p/unnamed")), // in no recommendation
            ]
        );

        Assert.Equal(
            [
                "link_leads_nowhere",
                "link_names_no_item",
                "no_identity",
                "not_in_an_item",
                "nothing_shown",
                "unusable_item",
            ],
            figures.Unresolved.Select(row => row.Reason).Order(StringComparer.Ordinal)
        );
        Assert.All(figures.Unresolved, row => Assert.Equal(1, row.Clicks));
        Assert.Equal(0, figures.Clicks);
    }

    [Theory]
    [InlineData(0, 168, "RID-1")] // at the moment of the click
    [InlineData(168 * 60, 168, "RID-1")]
    [InlineData((168 * 60) + 1, 168, null)]
    [InlineData(-1, 168, null)] // before the click
    [InlineData(61, 1, null)]
    public void Add_ActionAfterAClick_CountsWithinTheWindow(int minutes, int hours, string? recommendation)
    {
        var figures = ReportedRows.Count(
            [],
            [View("RID-1", -10), Click("RID-1", "a", 0), Bought("a", minutes)],
            hours: hours
        );

        Assert.Equal(
            recommendation,
            figures.Recommendations.Select(row => row.RecommendationId).SingleOrDefault()
        );
        Assert.Equal(1, figures.Actions.Purchases);
        Assert.Equal(recommendation is null ? 0 : 1, figures.Converted.Purchases);
    }

    [Fact]
    public void Add_ActionAfterClicksOnTwoRecommendations_CountsForTheLast()
    {
        var figures = Count(Click("RID-1", "a", 0), Click("RID-2", "a", 1), Bought("a", 2));

        Assert.Equal("RID-2", Assert.Single(figures.Recommendations).RecommendationId);
    }

    /// <summary>Shards of a stream are read in turn, so their events are in order of time only nearly.</summary>
    [Fact]
    public void Add_ClickAfterTheActionThatIsReadBefore_LeavesItToTheOneBefore()
    {
        var figures = Count(Click("RID-1", "a", 0), Click("RID-2", "a", 3), Bought("a", 2));

        Assert.Equal("RID-1", Assert.Single(figures.Recommendations).RecommendationId);
    }

    /// <summary>By the rules of the function's setting.</summary>
    [Theory]
    [InlineData("on", "session-1", 1)]
    [InlineData("off", "session-1", 0)]
    [InlineData("on", "session-2", 0)]
    public void Add_LoginBetweenClickAndPurchase_IsOneVisitorOfTheSession(
        string identity,
        string session,
        int converted
    )
    {
        var settings = new Dictionary<string, string> { ["SESSION_IDENTITY"] = identity };
        var order = Bought("a", 1)
            .With((EnrichedColumn.UserId, "user-1"), (EnrichedColumn.DomainSessionId, session));

        // Not looked at together: so the click is sent as the device's, before anybody knows the user.
        var figures = ReportedRows.Count(settings, [Click("RID-1", "a", 0), order], together: 1);

        Assert.Equal(converted, figures.Converted.Purchases);
    }

    [Fact]
    public void Add_ActionWithAnotherItemOrByAnother_CountsForNone()
    {
        var figures = Count(
            Click("RID-1", "a", 0),
            Bought("b", 1),
            Bought("a", 2).With((EnrichedColumn.UserId, "somebody else"))
        );

        Assert.Equal((2, 0), (figures.Actions.Purchases, figures.Converted.Purchases));
    }

    [Fact]
    public void Finish_MoreThanIsRemembered_SaysSo()
    {
        var figures = ReportedRows.Count(
            [],
            [
                .. Enumerable.Range(0, 10).Select(i => View($"RID-{i}", i * 24 * 60)),
                Click("RID-0", "a", 1),
                Click("RID-9", "a", 2),
            ],
            limits: new(Recommendations: 2, Events: 3, Clicks: 1, Widgets: 1, Days: 2)
        );

        Assert.Equal(new ClickThrough(1, 10), figures.ClickThrough); // that of RID-0 was forgotten, and counted
        Assert.Equal(1, figures.ClicksNotSeen);
        Assert.True(figures.LeftOut is { Recommendations: > 0, Events: > 0, Days: > 0 });
        Assert.Equal(2, figures.Days.Count);
        Assert.Equal(3, ReportSentences.Of(figures).Count(sentence => IsOfLeftOut(sentence)));
    }

    [Fact]
    public void Finish_MoreWidgetsThanAreToldApart_AreTheOthers()
    {
        var figures = ReportedRows.Count(
            new() { ["RECOMMENDATION_ELEMENT"] = "^w" },
            [.. Enumerable.Range(0, 5).Select(i => View($"RID-{i}", i, $"w{i}"))],
            limits: ReportLimits.Default with
            {
                Widgets = 2,
            }
        );

        Assert.Equal(
            [("(others)", 3), ("w0", 1), ("w1", 1)],
            figures.Widgets.Select(row => (row.Name, row.ClickThrough.Seen))
        );
        Assert.Equal(3, figures.LeftOut.Widgets);
    }

    static bool IsOfLeftOut(string sentence) =>
        sentence.Contains("forgotten", StringComparison.Ordinal)
        || sentence.Contains("not shown", StringComparison.Ordinal);

    static ReportFigures Count(params string[] lines) => ReportedRows.Count([], lines);

    /// <param name="minutes">After noon.</param>
    string View(string recommendation, int minutes, string widget = "recommendation-impression") =>
        Event(
            minutes,
            Some.Described(
                $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                "{}",
                Some.Element(widget, $"dataset.recommendationId={recommendation}"),
                Some.Content(widget, "dataset.itemId=a"),
                Some.Content(widget, "dataset.itemId=b")
            )
        );

    string Click(string recommendation, string item, int minutes) =>
        Event(minutes, Some.Click("/p", Some.Widget(recommendation), Some.ItemComponent(item)));

    string Bought(string item, int minutes) => Event(minutes, Some.Action("transaction", Some.Product(item)));

    string Event(int minutes, string line) =>
        line.With(
            (EnrichedColumn.EventId, $"event-{_events++}"),
            (
                EnrichedColumn.DerivedTimestamp,
                Noon.AddMinutes(minutes)
                    .ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)
            )
        );
}
