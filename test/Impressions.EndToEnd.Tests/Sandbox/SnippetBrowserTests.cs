using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>
/// README's snippet is true on every shape of page: exactly the click that happened reaches Personalize, in two
/// versions of the tracker.
/// </summary>
[Collection(VisitedOnce.Name)]
public class SnippetBrowserTests(SnippetVisits visits)
{
    const string Item = "Click A-2 RID-1 of 3";

    /// <summary>Shape of the page, what Personalize takes; see <c>shapes.mjs</c>.</summary>
    static readonly (string Shape, string Interaction)[] Expected =
    [
        ("plain", Item),
        ("keyboard", Item),
        ("middle-button", Item),
        ("right-button", ""),
        ("control-click", Item),
        ("carousel-arrow", ""),
        ("see-all", ""),
        ("vendor", ""),
        ("see-all-on-a-products-page", ""),
        ("unrelated-link", ""),
        ("button-in-the-card", ""),
        ("beside-the-link", ""),
        ("click-on-document", ""),
        ("svg-link", ""),
        ("card-inside-the-link", "Click A-2 RID-1 of 2"),
        ("link-is-the-item", "Click A-2 RID-1 of 2"),
        ("both-on-one-element", "Click A-2 RID-1 of 0"),
        ("banner-in-a-link", "Click A-2 RID-1 of 0"),
        ("picture-in-the-link", "Click A-2 RID-1 of 2"),
        ("link-without-href", "Click A-2 RID-1 of 2"),
        ("quick-view", "Click A-2 RID-1 of 2"),
        ("new-tab", "Click A-2 RID-1 of 2"),
        ("on-a-products-page", Item),
        ("variant-in-the-card", "Click A-2-red RID-1 of 3"),
        ("cloned-slides", Item),
        ("same-item-in-two-widgets", "Click A-2 RID-2 of 3"),
        ("widget-in-a-widget", "Click A-2 RID-2 of 3"),
        ("odd-characters", "Click Ä \"2\" / 日本 RID-1 of 1"),
        ("sixty-items", "Click 00000040-6f4d-4a6a-8380-506b189ff622 RID-1 of 25"),
        ("stops-propagation", Item),
        ("stops-at-document", Item),
        ("prevents-default", Item),
        ("removes-the-card", Item),
        ("widget-comes-later", Item),
        ("recommendation-changes", "Click A-2 RID-2 of 3"),
        ("widget-is-replaced", "Click A-2 RID-2 of 3"),
        ("shadow-root-around-the-widget", Item),
        ("shadow-root-of-the-card", "Click A-2 RID-1 of 2"),
        ("cards-in-slots", Item),
        ("runs-twice", Item),
        ("runs-again-after-a-route", Item),
        ("list-click-instead", Item),
    ];

    /// <summary>Those that are also visited with the modules of npm.</summary>
    static readonly string[] NpmShapes =
    [
        "plain",
        "middle-button",
        "carousel-arrow",
        "card-inside-the-link",
        "both-on-one-element",
        "stops-propagation",
        "shadow-root-of-the-card",
        "sixty-items",
        "widget-is-replaced",
    ];

    public static TheoryData<string, string, string> Shapes()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (version, shape, interaction) in Visited)
        {
            rows.Add(version, shape, interaction);
        }

        return rows;
    }

    static IEnumerable<(string Version, string Shape, string Interaction)> Visited =>
        SnippetVisits
            .Versions.SelectMany(version => Expected.Select(row => (version, row.Shape, row.Interaction)))
            .Concat(
                Expected
                    .Where(row => NpmShapes.Contains(row.Shape))
                    .Select(row => ("npm", row.Shape, row.Interaction))
            );

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Page_ThatIsVisited_TellsExactlyTheClickThatHappened(
        string version,
        string shape,
        string interaction
    )
    {
        Needs.Browser();

        var visit = visits[version, shape];

        Assert.Equal(interaction, string.Join(", ", visit.Interactions));
        Assert.Equal(interaction.Length == 0 ? 0 : 1, visit.ClickEvents.Count());
        Assert.Empty(visit.Problems);
        Assert.Equal(0, visit.BadRows);
        Assert.Empty(visit.Diagnoses);
    }

    [Fact]
    public void Shapes_AreAllLookedAt()
    {
        Needs.Browser();

        Assert.Equal(
            Visited.Select(row => $"{row.Version}/{row.Shape}").Order(),
            visits.Names.Where(IsShape).Order()
        );
    }

    static bool IsShape(string name) => !name.StartsWith("mistakes/", StringComparison.Ordinal);

    /// <summary>A recommendation in view is seen once for each element: hence the key in a single-page application.</summary>
    [Theory]
    [InlineData("sixty-items", 1)]
    [InlineData("same-item-in-two-widgets", 2)]
    [InlineData("widget-is-replaced", 2)]
    [InlineData("recommendation-changes", 1)]
    public void Widget_InView_IsSeenOnceForEachElement(string shape, int views)
    {
        Needs.Browser();

        Assert.All(
            SnippetVisits.Versions,
            version =>
                Assert.Equal(views, visits[version, shape].Events.Count(name => name == "expose_element"))
        );
    }
}
