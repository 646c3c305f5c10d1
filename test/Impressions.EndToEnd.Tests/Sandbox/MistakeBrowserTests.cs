using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>Of a wrong page or a wrong set-up the live view names what is wrong, and the line that repairs it.</summary>
[Collection(VisitedOnce.Name)]
public class MistakeBrowserTests(SnippetVisits visits)
{
    /// <param name="mistake">See <c>mistakes.mjs</c>.</param>
    /// <param name="title">Of the only diagnosis, however often it is shown.</param>
    /// <param name="text">Somewhere in what it explains and offers.</param>
    [Theory]
    [InlineData("arrow", "A link that leads nowhere", "if (item && link) snowplow(")]
    [InlineData("see-all", "The link lies in no item", "if (item && link) snowplow(")]
    [InlineData("card-inside-the-link", "The link lies in no item", "context: componentsOf(item)")]
    [InlineData(
        "both-on-one-element",
        "The recommendation shows no items",
        "[data-recommendation-id][data-item-id]"
    )]
    [InlineData("no-item-ids", "The recommendation shows no items", "<article data-item-id=\"SKU-1\">")]
    [InlineData("too-many-items", "Too many items shown", ".slice(0, 25).map(item => item.dataset.itemId)")]
    [InlineData(
        "item-is-no-component",
        "The item is not tracked as a component",
        "{ name: \"recommendation-item\""
    )]
    [InlineData("names-without-details", "Names of components without their details", "(_, componentsOf)")]
    [InlineData("no-recommendation-id", "No recommendation id", "<section data-recommendation-id=")]
    [InlineData("unfilled-recommendation-id", "No recommendation id", "is \"null\"")]
    [InlineData("unfilled-item-id", "The item's id is not filled in", "is \"undefined\"")]
    [InlineData("unfilled-template", "The item's id is not filled in", "is \"{{ item.id }}\"")]
    [InlineData("blank-item-id", "The item's id is not filled in", "<article data-item-id=")]
    [InlineData(
        "other-element-name",
        "Another name than the settings'",
        "RECOMMENDATION_ELEMENT is ^recommendation-impression$, the page has \"reco-widget\""
    )]
    [InlineData(
        "other-recommendation-attribute",
        "Another name than the settings'",
        "RECOMMENDATION_ATTRIBUTE is recommendationId, the page has \"recoId\""
    )]
    [InlineData(
        "other-item-attribute",
        "Another name than the settings'",
        "ITEM_ATTRIBUTE is itemId, the page has \"productId\""
    )]
    [InlineData(
        "listener-twice",
        "Tracked twice: link_click and link_click",
        "if (!window.tracksRecommendations)"
    )]
    [InlineData(
        "automatic-too",
        "Tracked twice: link_click and link_click",
        "without: snowplow(\"enableLinkClickTracking\")"
    )]
    [InlineData(
        "list-click-too",
        "Tracked twice: snowplow_ecommerce_action.list_click and link_click",
        "in place of trackLinkClick"
    )]
    [InlineData("no-element-tracking", "Link tracking alone", "SnowplowElementTrackingPlugin")]
    [InlineData("no-link-plugin", "An item was opened without a click", "LinkClickTrackingPlugin")]
    public void Mistake_OnThePage_IsNamedWithTheLineThatRepairsIt(string mistake, string title, string text)
    {
        Needs.Browser();

        var diagnoses = visits["mistakes", mistake].Diagnoses;

        Assert.Equal([title], diagnoses.Select(found => found.Title).Distinct());
        Assert.All(diagnoses, found => Assert.Contains(text, found.Text, StringComparison.Ordinal));
    }

    /// <summary>What identifies nothing is not sent, and neither is a link that leads nowhere.</summary>
    [Theory]
    [InlineData("unfilled-item-id")]
    [InlineData("unfilled-template")]
    [InlineData("blank-item-id")]
    [InlineData("unfilled-recommendation-id")]
    [InlineData("no-recommendation-id")]
    [InlineData("arrow")]
    public void Click_ThatNamesNothing_MakesNoInteraction(string mistake)
    {
        Needs.Browser();

        var visit = visits["mistakes", mistake];

        Assert.Equal(["link_click"], visit.ClickEvents);
        Assert.Empty(visit.Interactions);
    }
}
