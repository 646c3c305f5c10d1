using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class TargetUrlTests
{
    const string Page = "https://host/page?id=b#top";

    static readonly ItemList Items = Some.Items(
        "a",
        "b",
        "x y",
        "a/b",
        "é",
        "shop",
        "1=2",
        "v1.5",
        "c.html",
        "gid://shopify/Product/123",
        "gid://shopify/Product/77",
        "gid://shopify/ProductVariant/77"
    );

    [Theory]
    [InlineData("https://host/p/a", "a")] // a path segment
    [InlineData("https://host/a/p", "a")]
    [InlineData("https://host/a/", "a")]
    [InlineData("https://host//a", "a")]
    [InlineData("https://host/p?id=a", "a")] // a query value
    [InlineData("https://host/p?x&id=a&y=1", "a")]
    [InlineData("https://host?id=a", "a")]
    [InlineData("https://host/p?id=1=2", "1=2")]
    [InlineData("https://host/p/x%20y", "x y")] // percent-encoded
    [InlineData("https://host/p?id=x%20y", "x y")]
    [InlineData("https://host/p/a%2Fb", "a/b")] // one segment, decoded after the cut
    [InlineData("https://host/p/%C3%A9", "é")]
    [InlineData("https://host/p/é", "é")]
    [InlineData("https://host/a/a?id=a", "a")] // the same item several times is one
    [InlineData("https://host/a#b", "a")]
    [InlineData("/p/a", "a")] // relative
    [InlineData("a", "a")]
    [InlineData("p/a?b", "a")]
    [InlineData("//host/a", "a")]
    [InlineData("/p//a", "a")]
    [InlineData("/go/https://other/a", "a")]
    [InlineData("?id=a", "a")] // nothing before the query
    [InlineData("?id=a#b", "a")]
    [InlineData("https://host/p/a.html", "a")] // with a file ending
    [InlineData("https://host/p/a.jsp?x=1", "a")]
    [InlineData("https://host/p/c.html", "c.html")] // the id itself
    [InlineData("https://host/p/v1.5", "v1.5")]
    [InlineData("https://host/p/v1.5.html", "v1.5")]
    [InlineData("https://host/p/x+y", "x y")] // a plus for a space
    [InlineData("https://host/p/x+y.html", "x y")]
    [InlineData("https://host/p?id=x+y", "x y")]
    [InlineData("https://host/p/123", "gid://shopify/Product/123")]
    [InlineData("https://host/p/123.html", "gid://shopify/Product/123")]
    [InlineData("https://host/p?variant=123", "gid://shopify/Product/123")]
    [InlineData("https://host/p?id=gid%3A%2F%2Fshopify%2FProduct%2F123", "gid://shopify/Product/123")]
    [InlineData("#a", "a")] // on its page, the fragment
    [InlineData("#/a", "a")]
    [InlineData("#!/p?id=a", "a")]
    [InlineData("https://host/page?id=b#/p/a", "a")]
    [InlineData("https://host/page?id=b", "b")] // to its page
    public void OnlyItemOf_WholeSegmentOrQueryValue_IsFound(string link, string expected) =>
        Assert.Equal(expected, Url(link).OnlyItemOf(Items));

    [Theory]
    [InlineData("")]
    [InlineData("https://host/")]
    [InlineData("https://host/p/ab")] // part of a segment
    [InlineData("https://host/p/ab.html")]
    [InlineData("https://host/p/a.15")] // not a file ending
    [InlineData("https://host/p/a.markdown")]
    [InlineData("https://host/p/a.")]
    [InlineData("https://host/p/.html")]
    [InlineData("https://host/p/23")] // part of a number
    [InlineData("https://host/p/77")] // of two
    [InlineData("https://host/p/Product")]
    [InlineData("https://host/p?id=ab")]
    [InlineData("https://host/p?a=1")] // a parameter's name
    [InlineData("https://host/p?a")]
    [InlineData("https://host/p#a")] // the fragment
    [InlineData("https://host/p#/a?id=b")]
    [InlineData("https://host/p/A")]
    [InlineData("https://shop/p")] // the host
    [InlineData("https://shop")]
    [InlineData("//shop/p")]
    [InlineData("//shop")]
    [InlineData("https://host/a/b")] // several
    [InlineData("https://host/a?id=b")]
    [InlineData("https://host/go?to=https://host/a")]
    [InlineData("https://host/page?id=b#carousel")] // the page's own item
    [InlineData("https://host/page?id=b#")]
    [InlineData("#")]
    [InlineData("?a")]
    [InlineData("javascript:a")]
    [InlineData("mailto:a")]
    [InlineData("about:invalid")]
    [InlineData("https://host/%")] // no percent-encoding
    [InlineData("https://host/%zz?%=%ff")]
    public void OnlyItemOf_AnythingElse_IsNotFound(string link) => Assert.Null(Url(link).OnlyItemOf(Items));

    [Fact]
    public void OnlyItemOf_NothingShown_IsNotFound() =>
        Assert.Null(Url("https://host/a").OnlyItemOf(Some.Items()));

    [Theory]
    [InlineData("https://host/page?id=b#carousel")]
    [InlineData("https://host/page?id=b#")]
    [InlineData("https://host/page?id=b")]
    [InlineData("#carousel")]
    [InlineData("#")]
    [InlineData("javascript:void(0)")]
    [InlineData("JavaScript://a")]
    [InlineData(" javascript:;")]
    [InlineData("mailto:shop@host")]
    [InlineData("tel:+49123")]
    [InlineData("sms:123")]
    [InlineData("about:blank")]
    [InlineData("blob:https://host/a")]
    public void LeadsNowhere_OnThePageOrNotToAPage_IsTrue(string link) => Assert.True(Url(link).LeadsNowhere);

    [Theory]
    [InlineData("")]
    [InlineData("https://host/page")]
    [InlineData("https://host/page?id=a#top")]
    [InlineData("https://host/")]
    [InlineData("https://host:8080/page")]
    [InlineData("//host/page")]
    [InlineData("/page")]
    [InlineData("page")]
    [InlineData("shop://product/a")] // an app's own
    [InlineData("host.example:8080/a")]
    public void LeadsNowhere_ToAnotherPage_IsFalse(string link) => Assert.False(Url(link).LeadsNowhere);

    static TargetUrl Url(string link) => new(Encoding.UTF8.GetBytes(link), Encoding.UTF8.GetBytes(Page));
}
