using System.Text.RegularExpressions;
using Impressions.Core.DeadLetters;

namespace Impressions.Core.Tests.DeadLetters;

public sealed partial class S3NamesTests
{
    /// <summary>What a prefix is made of, and what it must not have.</summary>
    const string Letters = "aZ09_=-../// é\n";

    [Theory]
    [InlineData("", true)]
    [InlineData("dead-letters/", true)]
    [InlineData("a.b/year=2026/_c.", true)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData(".a", false)]
    [InlineData("a/../b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    public void IsPrefix_Text_IsWhatNoClientFolds(string prefix, bool expected) =>
        Assert.Equal(expected, S3Names.IsPrefix(prefix));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void IsPrefix_Length_IsBounded(int length, bool expected) =>
        Assert.Equal(expected, S3Names.IsPrefix(new string('a', length)));

    [Fact]
    public void IsPrefix_RandomText_IsAsTheRegexHasIt()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string(random.GetItems<char>(Letters, random.Next(8)));
            Assert.Equal((text, Prefix().IsMatch(text)), (text, S3Names.IsPrefix(text)));
        }
    }

    [GeneratedRegex(
        @"\A([A-Za-z0-9_=-][A-Za-z0-9_.=-]*/)*([A-Za-z0-9_=-][A-Za-z0-9_.=-]*)?\z",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Prefix();
}
