using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>Which item of a recommendation was clicked: the rules in their order, each with what makes it fail.</summary>
public sealed class ClickedItemTests
{
    static readonly string Widget = Some.Widget("RID-1");

    [Fact]
    public void Find_ItemComponent_IsExactAndComesFirst()
    {
        var click = Click(
            "/p/b?variant=7",
            Widget,
            Some.ItemComponent("a"),
            Some.Shown("b"),
            Some.Shown("c")
        );

        AssertFound(click, "a", ClickedItemRule.ItemComponent);
        Assert.Equal(0, click.Report.Of(Anomaly.AmbiguousItem));
    }

    [Theory]
    [InlineData("attributes.itemId=a")] // source
    [InlineData("dataset.sku=a")] // attribute
    [InlineData("dataset.itemId=")]
    public void Find_ComponentThatNamesNoItem_GoesOnToTheUrl(string attribute) =>
        AssertFound(
            Click("/p?variant=7", Widget, Some.Element("recommendation-item", attribute)),
            "7",
            ClickedItemRule.UrlPattern
        );

    [Fact]
    public void Find_SeveralComponents_IsTheFirstAndCounted()
    {
        var click = Click(
            "/p",
            Widget,
            Some.ItemComponent("b"),
            Some.ItemComponent("a"),
            Some.ItemComponent("b")
        );

        AssertFound(click, "b", ClickedItemRule.ItemComponent);
        Assert.Equal(1, click.Report.Of(Anomaly.AmbiguousItem));
    }

    [Fact]
    public void Find_EqualComponents_AreNotAmbiguous() =>
        Assert.Equal(
            0,
            Click("/p", Widget, Some.ItemComponent("a"), Some.ItemComponent("a"))
                .Report.Of(Anomaly.AmbiguousItem)
        );

    [Fact]
    public void Find_ItemOnTheWidgetItself_CountsAsAComponent() =>
        AssertFound(
            Click(
                "/p",
                Some.Element("recommendation-impression", "dataset.recommendationId=R", "dataset.itemId=a")
            ),
            "a",
            ClickedItemRule.ItemComponent
        );

    [Theory]
    [InlineData("https://shop/p?variant=485")]
    [InlineData("https://shop/p?variant=485&pos=3")]
    [InlineData("https://shop/p?pos=3&variant=485")]
    [InlineData("https://shop/p?variant=485#top")]
    public void Find_ShopifyLink_NamesItsVariantWhereItMayHaveBeenShown(string link)
    {
        AssertFound(Click(link, Widget), "485", ClickedItemRule.UrlPattern);
        AssertFound(
            Click(link, Widget, Some.Shown("p"), Some.Shown("485")),
            "485",
            ClickedItemRule.UrlPattern
        );
        AssertFound(
            Click(link, Widget, Some.Shown("q"), Some.Shown("gid://shopify/ProductVariant/485")),
            "gid://shopify/ProductVariant/485",
            ClickedItemRule.UrlPattern
        );
    }

    /// <summary>The shop's items are products, its links name variants.</summary>
    [Fact]
    public void Find_VariantThatWasNotShown_IsTheProductThatWas()
    {
        var click = Click("https://shop/p?variant=485", Widget, Some.Shown("q"), Some.Shown("p"));

        AssertFound(click, "p", ClickedItemRule.UrlMatch);
        Assert.Equal(["q", "p"], click.Only.Impression!);
    }

    [Fact]
    public void Find_NothingShownIsInTheUrl_NeverNamesWhatWasNotShown() =>
        AssertFound(
            Click("https://shop/x?variant=485", Widget, Some.Shown("p"), Some.Shown("q")),
            "p",
            ClickedItemRule.FirstShown
        );

    /// <summary>Pages and memory cut what they list to the longest impression.</summary>
    [Theory]
    [InlineData(24, "i0", ClickedItemRule.FirstShown)]
    [InlineData(25, "485", ClickedItemRule.UrlPattern)]
    [InlineData(26, "i0", ClickedItemRule.FirstShown)]
    public void Find_VariantBeyondAListThatMayBeCut_Counts(int shown, string expected, object rule) =>
        AssertFound(
            Click("https://shop/p?variant=485", [Widget, .. Some.Ids(shown).Select(Some.Shown)]),
            expected,
            (ClickedItemRule)rule
        );

    [Theory]
    [InlineData("#carousel")]
    [InlineData("https://shop/page?variant=7#carousel")]
    [InlineData("https://shop/page?variant=7#")]
    [InlineData("javascript:void(0)")]
    [InlineData("mailto:a@shop")]
    [InlineData("tel:1")]
    public void Find_LinkThatGoesNowhere_SkipsClickedItemUnknown(string link)
    {
        foreach (
            var shown in (string[][])
                [
                    [],
                    ["p"],
                    ["p", "q"],
                ]
        )
        {
            Assert.Equal(
                nameof(SkipReason.ClickedItemUnknown),
                OneEvent.Map(OnPage(Some.Click(link, [Widget, .. shown.Select(Some.Shown)]))).Skip
            );
        }
    }

    [Fact]
    public void Find_LinkThatGoesNowhereInAnItemsComponent_IsThatItem() =>
        AssertFound(
            OneEvent.Map(OnPage(Some.Click("#", Widget, Some.ItemComponent("a")))),
            "a",
            ClickedItemRule.ItemComponent
        );

    [Fact]
    public void Find_RouteInTheFragment_NamesAShownItem() =>
        AssertFound(
            OneEvent.Map(
                OnPage(
                    Some.Click("https://shop/page?variant=7#/p/b", Widget, Some.Shown("a"), Some.Shown("b"))
                )
            ),
            "b",
            ClickedItemRule.UrlMatch
        );

    [Theory]
    [InlineData("https://shop/p?variant=blue")]
    [InlineData("https://shop/p?variant=485x")]
    [InlineData("https://shop/p?variant=")]
    [InlineData("https://shop/p?my-variant=485")]
    [InlineData("https://shop/variant=485/p")]
    public void Find_NoShopifyLink_GoesOnToTheShownItems(string link) =>
        AssertFound(Click(link, Widget, Some.Shown("p"), Some.Shown("q")), "p", ClickedItemRule.UrlMatch);

    [Fact]
    public void Find_ConfiguredPattern_IsPercentDecoded()
    {
        const string link = "https://shop/item/a%2Fb%20%C3%A9?x=1";
        var pattern = ("CLICKED_ITEM_PATTERN", "/item/(?<item>[^?]+)");
        var click = Some.Click(link, Widget, Some.Shown("q"));

        AssertFound(OneEvent.Map(Some.Click(link, Widget), pattern), "a/b é", ClickedItemRule.UrlPattern);
        AssertFound(
            OneEvent.Map(Some.Click(link, Widget, Some.Shown("q"), Some.Shown("a/b é")), pattern),
            "a/b é",
            ClickedItemRule.UrlPattern
        );
        AssertFound(OneEvent.Map(click, pattern), "q", ClickedItemRule.OnlyShown);
        AssertFound(OneEvent.Map(click), "q", ClickedItemRule.OnlyShown);
        AssertFound(OneEvent.Map(click, ("CLICKED_ITEM_PATTERN", "-")), "q", ClickedItemRule.OnlyShown);
    }

    [Theory]
    [InlineData("/(?<item>z*)")] // matches nothing
    [InlineData("(?<item>x)|shop")] // group not in the match
    [InlineData("(?<item>long.*)")] // over 256 characters
    public void Find_PatternWithNothingUsable_GoesOn(string pattern) =>
        AssertFound(
            OneEvent.Map(
                Some.Click(
                    $"https://shop/q/long{new string('g', 256)}",
                    Widget,
                    Some.Shown("q"),
                    Some.Shown("r")
                ),
                ("CLICKED_ITEM_PATTERN", pattern)
            ),
            "q",
            ClickedItemRule.UrlMatch
        );

    [Fact]
    public void Find_SeveralShownItemsInTheUrl_IsNoAnswer() =>
        AssertFound(Click("/a/b", Widget, Some.Shown("b"), Some.Shown("a")), "b", ClickedItemRule.FirstShown);

    [Fact]
    public void Find_OnlyOneShown_IsIt() =>
        AssertFound(Click("/p", Widget, Some.Shown("a"), Some.Shown("a")), "a", ClickedItemRule.OnlyShown);

    [Theory]
    [InlineData("first", "a", nameof(SkipReason.None))]
    [InlineData("skip", null, nameof(SkipReason.ClickedItemUnknown))]
    public void Find_NothingTells_IsPolicy(string policy, string? expected, string skip)
    {
        var click = OneEvent.Map(
            Some.Click("/p", Widget, Some.Shown("a"), Some.Shown("b")),
            ("UNRESOLVED_CLICK", policy)
        );

        Assert.Equal(expected, click.Interactions.SingleOrDefault()?.ItemId);
        Assert.Equal(skip, click.Skip);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("skip")]
    public void Find_NothingShown_SkipsClickedItemUnknown(string policy) =>
        Assert.Equal(
            nameof(SkipReason.ClickedItemUnknown),
            OneEvent.Map(Some.Click("/p", Widget), ("UNRESOLVED_CLICK", policy)).Skip
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"targetUrl":null}""")]
    [InlineData("""{"targetUrl":7}""")]
    [InlineData("[]")]
    public void Find_NoUrl_GoesOnToTheShownItems(string data) =>
        AssertFound(
            OneEvent.Map(
                Some.Described($"{Some.Schema}/link_click/jsonschema/1-0-1", data, Widget, Some.Shown("a"))
            ),
            "a",
            ClickedItemRule.OnlyShown
        );

    [Fact]
    public void Find_ClickOnAList_NeedsNoRule()
    {
        var click = OneEvent.Map(
            Some.Action("list_click", Some.Product("p"), Widget, Some.ItemComponent("a"))
        );

        AssertFound(click, "p", ClickedItemRule.None);
    }

    [Theory]
    [InlineData("q", "q", 0)]
    [InlineData("x", "p", 1)] // not among them
    [InlineData(null, "p", 1)]
    public void Find_SeveralProductsOfOneClickOnAList_IsTheOneOfTheComponent(
        string? component,
        string expected,
        int ambiguous
    )
    {
        string[] entities =
        [
            Some.Product("p"),
            Some.Product("q"),
            Widget,
            .. component is null ? (string[])[] : [Some.ItemComponent(component)],
        ];

        var click = OneEvent.Map(Some.Action("list_click", entities));

        AssertFound(click, expected, ClickedItemRule.None);
        Assert.Equal(ambiguous, click.Report.Of(Anomaly.AmbiguousItem));
    }

    [Fact]
    public void Find_SeveralProductsOfAList_AreAllViewed() =>
        Assert.Equal(
            2,
            OneEvent
                .Map(Some.Action("list_view", Some.Product("p"), Some.Product("q"), Widget))
                .Interactions.Count
        );

    static string OnPage(string click) => click.With((EnrichedColumn.PageUrl, "https://shop/page?variant=7"));

    static OneEvent Click(string link, params string[] entities) => OneEvent.Map(Some.Click(link, entities));

    static void AssertFound(OneEvent click, string itemId, ClickedItemRule rule)
    {
        Assert.Equal(itemId, click.Only.ItemId);
        Assert.Equal(rule, click.Mapped.Rule);
    }
}
