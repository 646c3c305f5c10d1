using System.Text;
using Impressions.Core.Selection;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Selection;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("click", "link_click", true)] // unanchored
    [InlineData("^click", "link_click", false)]
    [InlineData("^(link_click|action)$", "action", true)]
    [InlineData("^(link_click|action)$", "action2", false)]
    [InlineData("Action", "action", false)] // case-sensitive
    [InlineData("(?i)Action", "action", true)]
    [InlineData(@"^a\z", "a", true)]
    [InlineData(@"^a\z", "ab", false)]
    [InlineData("^$", "", true)]
    [InlineData("^(link_click|action)$", "action\n", false)] // the end is the end
    [InlineData("act.*$", "action\n", false)]
    [InlineData(@"act.*\$", "action\n", false)]
    [InlineData(@"act.*\$", "action$", true)] // escaped
    [InlineData(@"act.*\\$", @"action\", true)]
    [InlineData("a", "", false)]
    [InlineData("^é😀$", "é😀", true)]
    public void IsMatch_Name_AsTheRegexSays(string pattern, string name, bool expected)
    {
        var names = Names(pattern);
        Assert.Equal(expected, names.IsMatch(Encoding.UTF8.GetBytes(name)));
        Assert.Equal(expected, names.IsMatch(Encoding.UTF8.GetBytes(name))); // as remembered
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(1_048_576, false)]
    public void IsMatch_LongName_IsNoMatchBeyond1000Bytes(int length, bool expected) =>
        Assert.Equal(expected, Names("a").IsMatch(Encoding.UTF8.GetBytes(new string('a', length))));

    [Fact]
    public void IsMatch_InvalidUtf8_IsReadAsTheReplacementCharacter()
    {
        Assert.True(Names("^a\uFFFDb$").IsMatch([(byte)'a', 0xFF, (byte)'b']));
        Assert.False(Names("^ab$").IsMatch([(byte)'a', 0xFF, (byte)'b']));
    }

    [Fact]
    public void IsMatch_MoreNamesThanItRemembers_AnswersAllTheSame()
    {
        var names = Names("7$");
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < 3_000; i++)
            {
                Assert.Equal(i % 10 == 7, names.IsMatch(Encoding.UTF8.GetBytes($"name-{i}")));
            }
        }
    }

    [Fact]
    public void IsMatch_RememberedName_AllocatesNothing()
    {
        var names = Names("click");

        Assert.Equal(0, Allocations.PerRun(() => names.IsMatch("link_click"u8)));
    }

    [Fact]
    public void EventSelection_Off_SelectsEveryEvent()
    {
        var pageView = Some.BakedIn("com.snowplowanalytics.snowplow", "page_view", "1-0-0");

        Assert.Equal(1, OneEvent.Map(pageView, ("EVENT_SELECTION_REGEX", "-")).Report.Selected);
        Assert.Equal(0, OneEvent.Map(pageView).Report.Selected);
    }

    [Theory]
    [InlineData("snowplow_ecommerce_action", true)]
    [InlineData("action", true)]
    [InlineData("view_item", true)]
    [InlineData("transaction_item", true)]
    [InlineData("create_order", true)]
    [InlineData("link_click", true)]
    [InlineData("page_view", false)]
    [InlineData("transaction", false)]
    [InlineData("view_items", false)]
    [InlineData("Action", false)]
    [InlineData("", false)]
    public void EventSelection_Default_SelectsTheEventsThatHaveAMapping(string name, bool expected) =>
        Assert.Equal(expected, Some.Options().EventSelection!.IsMatch(Encoding.UTF8.GetBytes(name)));

    static NamePattern Names(string pattern) =>
        Some.Options(("EVENT_SELECTION_REGEX", pattern)).EventSelection!;

    /// <summary>Archives are mapped on all cores, by the same settings.</summary>
    [Fact]
    public void IsMatch_OnSeveralThreads_AnswersAll()
    {
        var names = Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes($"{i % 2}-{i}")).ToList();
        for (var round = 0; round < 300; round++)
        {
            var pattern = new NamePattern("^1-.*");
            _ = Parallel.For(
                0,
                8,
                _ => Assert.All(names, (name, i) => Assert.Equal(i % 2 == 1, pattern.IsMatch(name)))
            );
        }
    }
}
