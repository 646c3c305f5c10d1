using Impressions.Core.Mapping;

namespace Impressions.Core.Tests.Mapping;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 2)] // a letter and its accent
    [InlineData("😀", 1)]
    [InlineData("a😀b😀", 4)]
    public void Count_Text_IsItsCodePoints(string text, int expected)
    {
        Assert.Equal(expected, CodePoints.Count(text));
        Assert.True(CodePoints.AreAtMost(expected, text));
        Assert.False(CodePoints.AreAtMost(expected - 1, text));
    }
}
