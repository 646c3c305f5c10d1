using System.IO.Enumeration;
using System.Text;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>
/// The demonstration shop in a real browser, tracked by the real tracker: what reaches Personalize is what was done on
/// the page, and the live view says so.
/// </summary>
public class SandboxBrowserTests
{
    const string Click = "Click HP-124 RID-home-506b189ff622-CID-529b19 6";
    const string ClickShown = "link_click sent | Click on HP-124, 3 of 6 shown, by item_component";

    public SandboxBrowserTests() => Needs.Browser();

    /// <param name="shown">Somewhere in the live view; <c>*</c> for any text.</param>
    /// <param name="expected">All that Personalize took, in order.</param>
    [Theory]
    [InlineData("expose", "expose_element skipped | Not among the selected events*")]
    [InlineData("unrelated-link", "page_view skipped | *")]
    [InlineData("nobody", "snowplow_ecommerce_action skipped | ▲ Anonymous, without a session")]
    [InlineData("numeric-id", "snowplow_ecommerce_action bad_row | ▲ Breaks its schema")]
    [InlineData("click", ClickShown, Click, "View HP-124")]
    [InlineData("keyboard", ClickShown, Click, "View HP-124")]
    [InlineData(
        "resend",
        "link_click skipped | The tracker sent the same event again*",
        Click,
        "View HP-124"
    )]
    [InlineData("product-view", "snowplow_ecommerce_action sent | View on SP-302", "View SP-302")]
    [InlineData(
        "list-click",
        "snowplow_ecommerce_action sent | Click on SP-331",
        "Click SP-331",
        "View SP-331"
    )]
    [InlineData("purchase", "* sent | Purchase on EB-203", "View EB-203", "Purchase EB-203")]
    [InlineData("media", "end_event skipped | Not among the selected events*", "View HP-118")]
    [InlineData("published", "link_click skipped | ▲ The item is not tracked as a component", "View HP-124")]
    [InlineData(
        "tracked-twice",
        "link_click * | ▲ Tracked twice: link_click and link_click",
        Click,
        "View HP-124"
    )]
    [InlineData(
        "listener-twice",
        "link_click sent | * | ▲ Tracked twice: link_click and link_click*",
        Click,
        Click,
        "View HP-124"
    )]
    [InlineData("no-item-ids", "expose_element skipped | ▲ The recommendation shows no items")]
    [InlineData("no-recommendation-id", "link_click skipped | ▲ No recommendation id", "View HP-124")]
    [InlineData("long-recommendation-id", "link_click sent | *too long", "Click HP-124 6", "View HP-124")]
    public async Task Scenario_OnThePage_ReachesPersonalizeAndTheLiveView(
        string scenario,
        string shown,
        params string[] expected
    )
    {
        var visit = await BrowserVisit.MakeAsync(scenario);

        Assert.Equal(expected, visit.Interactions);
        Assert.Contains(
            visit.Shown,
            line => FileSystemName.MatchesSimpleExpression(shown, line, ignoreCase: false)
        );
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Login_InMidSession_ChangesTheUserAndNotTheSession()
    {
        var visit = await BrowserVisit.MakeAsync("login");

        Assert.Equal(["View EB-203", "View EB-217"], visit.Interactions);
        Assert.Single(visit.Accepted.Select(taken => taken.SessionId).Distinct());
        Assert.Equal([false, true], visit.Accepted.Select(taken => taken.UserId == "customer-42"));
    }

    [Fact]
    public async Task Anonymous_WithSession_IsNobodyInASession()
    {
        var visit = await BrowserVisit.MakeAsync("anonymous");

        var taken = Assert.Single(visit.Accepted);
        Assert.Null(taken.UserId);
        Assert.True(Guid.TryParse(taken.SessionId, out _));
    }

    [Fact]
    public async Task Clear_EmptiesTheLiveViewAndCountsAnew()
    {
        var visit = await BrowserVisit.MakeAsync("clear");

        Assert.Equal(1, visit.Shown.Count(line => line.StartsWith("page_view", StringComparison.Ordinal)));
        Assert.Equal(["View SP-302"], visit.Interactions);
        Assert.Empty(visit.Problems);
    }

    /// <summary>Across origins, with the collector's cookie.</summary>
    [Fact]
    public async Task OwnSite_OfAnotherOrigin_IsCollectedWithItsCookie()
    {
        var visit = await BrowserVisit.MakeAsync("own-site");

        var own = visit
            .Lines.Select(line => Encoding.UTF8.GetString(line.Span).Split('\t'))
            .Where(columns => columns[0] == "own-site")
            .ToList();
        Assert.Equal(2, own.Count);
        var visitor = Assert.Single(own.Select(columns => columns[17]).Distinct()); // network_userid
        Assert.True(Guid.TryParse(visitor, out var id) && id != Guid.Empty);
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Media_PlayedToItsEnd_IsToldWhereMediaNameTheirContent()
    {
        var visit = await BrowserVisit.MakeAsync("media-sent", "", ("MEDIA_ITEM", "media_player.label"));

        Assert.Equal(
            ["View", "Play", "TimeWatched", "TimeWatched", "TimeWatched", "Ended"],
            visit.Accepted.Select(taken => taken.Event.EventType)
        );
        Assert.All(visit.Accepted, taken => Assert.Equal("HP-118", taken.Event.ItemId));
        Assert.All(visit.Shown, line => Assert.DoesNotContain("failed", line, StringComparison.Ordinal));
    }

    /// <summary>Light, dark and narrow, for somebody to look at: beside the tests' binaries, in <c>pictures</c>.</summary>
    [Fact]
    public async Task Page_IsPictured()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "pictures");

        var visit = await BrowserVisit.MakeAsync("pictures", folder);

        Assert.Empty(visit.Problems);
        Assert.All(
            ["light", "dark", "narrow"],
            name =>
                Assert.InRange(new FileInfo(Path.Combine(folder, name + ".png")).Length, 20_000, 1_000_000)
        );
    }
}
