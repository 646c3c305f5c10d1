namespace Impressions.Tests;

/// <summary>
/// The demonstration shop in a real browser, tracked by the real tracker: what reaches Personalize is what was done on
/// the page, and the live view says so.
/// </summary>
public class SandboxBrowserTests
{
    const string Home = "RID-home-506b189ff622-CID-529b19";

    [BrowserTheory]
    [InlineData("expose")]
    [InlineData("unrelated-link")]
    [InlineData("nobody")]
    [InlineData("numeric-id")]
    [InlineData("click", $"Click HP-124 {Home} 6", "View HP-124")]
    [InlineData("keyboard", $"Click HP-124 {Home} 6", "View HP-124")]
    [InlineData("resend", $"Click HP-124 {Home} 6", "View HP-124")]
    [InlineData("product-view", "View SP-302")]
    [InlineData("list-click", "Click SP-331", "View SP-331")]
    [InlineData("purchase", "View EB-203", "Purchase EB-203")]
    [InlineData("media", "View HP-118")]
    [InlineData("anonymous", "View EB-203")]
    [InlineData("published", "View HP-124")]
    [InlineData("tracked-twice", $"Click HP-124 {Home} 6", "View HP-124")]
    [InlineData("no-recommendation-id", "View HP-124")]
    [InlineData("long-recommendation-id", "Click HP-124 6", "View HP-124")]
    public async Task Scenario_OnThePage_IsWhatReachesPersonalize(string scenario, params string[] expected)
    {
        var visit = await BrowserVisit.MakeAsync(scenario);

        Assert.Equal(expected, visit.Interactions);
        Assert.Empty(visit.Problems);
    }

    [BrowserTheory]
    [InlineData("expose", "expose_element skipped | Not among the selected events*")]
    [InlineData("click", "link_click sent | Click on HP-124, 3 of 6 shown, by item_component")]
    [InlineData("resend", "link_click skipped | The tracker sent the same event again*")]
    [InlineData("media", "end_event skipped | Not among the selected events*")]
    [InlineData("nobody", "snowplow_ecommerce_action skipped | ▲ Anonymous, without a session")]
    [InlineData("numeric-id", "snowplow_ecommerce_action bad_row | ▲ Breaks its schema")]
    [InlineData("published", "link_click skipped | ▲ The item is no component")]
    [InlineData("tracked-twice", "link_click * | ▲ Tracked twice")]
    [InlineData("no-recommendation-id", "link_click skipped | ▲ No recommendation id")]
    [InlineData("long-recommendation-id", "link_click sent | Click on HP-124*▲ The recommendation id is too long")]
    public async Task Scenario_OnThePage_IsToldInTheLiveView(string scenario, string expected)
    {
        var visit = await BrowserVisit.MakeAsync(scenario);

        Assert.Contains(
            visit.Shown,
            line => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(expected, line, ignoreCase: false)
        );
    }

    [BrowserFact]
    public async Task Login_InMidSession_ChangesTheUserAndNotTheSession()
    {
        var visit = await BrowserVisit.MakeAsync("login");

        Assert.Equal(["View EB-203", "View EB-217"], visit.Interactions);
        Assert.Single(visit.Accepted.Select(taken => taken.SessionId).Distinct());
        Assert.Equal(
            [false, true],
            visit.Accepted.Select(taken => taken.UserId == "customer-42")
        );
    }

    [BrowserFact]
    public async Task Anonymous_WithSession_IsNobodyInASession()
    {
        var visit = await BrowserVisit.MakeAsync("anonymous");

        var taken = Assert.Single(visit.Accepted);
        Assert.Null(taken.UserId);
        Assert.True(Guid.TryParse(taken.SessionId, out _));
    }

    /// <summary>Light, dark and narrow, for somebody to look at: beside the tests' binaries, in <c>pictures</c>.</summary>
    [BrowserFact]
    public async Task Page_IsPictured()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "pictures");

        var visit = await BrowserVisit.MakeAsync("pictures", folder);

        Assert.Empty(visit.Problems);
        Assert.All(
            ["light", "dark", "narrow"],
            name => Assert.InRange(new FileInfo(Path.Combine(folder, name + ".png")).Length, 20_000, 1_000_000)
        );
    }
}
