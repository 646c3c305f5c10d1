using System.Text;
using Impressions.Core.Selection;

namespace Impressions.Core.Tests.Selection;

public sealed class NameListTests
{
    [Theory]
    [InlineData("^a$", "a")]
    [InlineData(@"^link_click\z", "link_click")]
    [InlineData("^(a|B-2|c_3)$", "a B-2 c_3")]
    [InlineData("^(a)$", "a")]
    [InlineData("^(|a)$", " a")] // the empty name is one
    public void Of_ListOfNames_IsTheNames(string pattern, string expected) =>
        Assert.Equal(expected, string.Join(' ', NameList.Of(pattern)!.Select(Encoding.UTF8.GetString)));

    [Theory]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("a")]
    [InlineData("^a")]
    [InlineData("a$")]
    [InlineData("^a|b$")]
    [InlineData("^(a|b)c$")]
    [InlineData("^(a|(b))$")]
    [InlineData("^(a.b)$")]
    [InlineData("^a*$")]
    [InlineData(@"^\w$")]
    [InlineData("^(?:a)$")]
    [InlineData("^(a$")]
    [InlineData("^é$")]
    public void Of_AnythingElse_IsForTheRegex(string pattern) => Assert.Null(NameList.Of(pattern));

    [Fact]
    public void Of_AnyList_MatchesAsTheRegexDoes()
    {
        string[] patterns = ["^a$", @"^a\z", "^(a|bc)$", "^(|a)$", "^()$", "^(a|a)$", "^-$", Selection];
        string[] names = ["", "a", "b", "bc", "abc", "A", "-", "a|bc", "(a|bc)", "action", "link_click", "é"];
        foreach (var pattern in patterns)
        {
            var (list, regex) = (new NamePattern(pattern), LinearRegex.Of(pattern));
            Assert.NotNull(NameList.Of(pattern));
            foreach (var name in names)
            {
                Assert.Equal(regex.IsMatch(name), list.IsMatch(Encoding.UTF8.GetBytes(name)));
            }
        }
    }

    [Fact]
    public void Of_Defaults_NeedNoRegex()
    {
        Assert.NotNull(NameList.Of(Selection));
        Assert.NotNull(NameList.Of(Settings.RecommendationElement.Default));
    }

    static string Selection => Settings.EventSelection.Default;
}
