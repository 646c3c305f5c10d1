using System.Text;
using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Kinesis;

public sealed class EventLinesTests
{
    [Theory]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })] // one newline may end the record
    [InlineData("a\n\n", new[] { "a", "" })] // two may not
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("\na", new[] { "", "a" })]
    [InlineData("a\n\nb", new[] { "a", "", "b" })]
    [InlineData("", new[] { "" })] // an empty record has a line: it is no event, and must not vanish
    [InlineData("\n", new[] { "" })]
    [InlineData("a\r\n", new[] { "a\r" })] // nothing else ends a line, nothing is trimmed
    [InlineData("a\u2028b\u0085c\vd", new[] { "a\u2028b\u0085c\vd" })]
    [InlineData("\t \t\n", new[] { "\t \t" })]
    public void TryRead_Data_EndsLinesAtNewlinesOnly(string data, string[] expected)
    {
        var lines = new EventLines(Encoding.UTF8.GetBytes(data));
        var read = new List<string>();
        while (lines.TryRead(out var line))
        {
            read.Add(Encoding.UTF8.GetString(line));
        }

        Assert.Equal(expected, read);
        Assert.False(lines.TryRead(out _));
    }
}
