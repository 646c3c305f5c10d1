namespace Impressions.Tests;

public sealed class TargetUrlTests
{
    static readonly ItemList Items = Some.Items("a", "b", "x y", "a/b", "é", "shop", "1=2");

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
    public void OnlyItemIn_WholeSegmentOrQueryValue_IsFound(string link, string expected) =>
        Assert.Equal(expected, TargetUrl.OnlyItemIn(link, Items));

    [Theory]
    [InlineData("")]
    [InlineData("https://host/")]
    [InlineData("https://host/p/ab")] // part of a segment
    [InlineData("https://host/p/a.html")]
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
    [InlineData("#a")]
    [InlineData("#/a")]
    [InlineData("?a")]
    [InlineData("javascript:a")]
    [InlineData("mailto:a")]
    [InlineData("about:invalid")]
    [InlineData("https://host/%")] // no percent-encoding
    [InlineData("https://host/%zz?%=%ff")]
    public void OnlyItemIn_AnythingElse_IsNotFound(string link) =>
        Assert.Null(TargetUrl.OnlyItemIn(link, Items));

    [Fact]
    public void OnlyItemIn_NothingShown_IsNotFound() =>
        Assert.Null(TargetUrl.OnlyItemIn("https://host/a", Some.Items()));
}
