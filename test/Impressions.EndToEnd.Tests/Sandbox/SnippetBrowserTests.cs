namespace Impressions.Tests;

/// <summary>
/// README's snippet is true on every shape of page: exactly the click that happened reaches Personalize, in two
/// versions of the tracker.
/// </summary>
public class SnippetBrowserTests(SnippetVisits visits) : IClassFixture<SnippetVisits>
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
        ("shadow-root-around-the-widget", Item),
        ("shadow-root-of-the-card", "Click A-2 RID-1 of 2"),
        ("cards-in-slots", Item),
        ("runs-twice", Item),
        ("runs-again-after-a-route", Item),
        ("list-click-instead", Item),
    ];

    public static TheoryData<string, string, string> Shapes()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var version in SnippetVisits.Versions)
        {
            foreach (var (shape, interaction) in Expected)
            {
                rows.Add(version, shape, interaction);
            }
        }

        return rows;
    }

    [BrowserTheory]
    [MemberData(nameof(Shapes))]
    public void Page_ThatIsVisited_TellsExactlyTheClickThatHappened(
        string version,
        string shape,
        string interaction
    )
    {
        var visit = visits[version, shape];

        Assert.Equal(interaction, string.Join(", ", visit.Interactions));
        Assert.Equal(interaction.Length == 0 ? 0 : 1, visit.ClickEvents.Count());
        Assert.Empty(visit.Problems);
        Assert.Equal(0, visit.BadRows);
    }

    [BrowserFact]
    public void Shapes_AreAllLookedAt() =>
        Assert.Equal(Expected.Select(row => row.Shape).Order(), visits.Shapes.Order());

    /// <summary>A view of a recommendation says what was on view, once for each widget.</summary>
    [BrowserFact]
    public void SixtyItems_InView_AreSeenByBothVersions() =>
        Assert.All(
            SnippetVisits.Versions,
            version => Assert.Single(visits[version, "sixty-items"].Events, "expose_element")
        );
}
