using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Snowplow;

public sealed class EnrichedEventTests
{
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];

    [Theory]
    [InlineData(1, false)] // empty
    [InlineData(2, false)]
    [InlineData(130, false)]
    [InlineData(131, true)]
    [InlineData(132, false)]
    [InlineData(10_000, false)]
    public void TryParse_ColumnCount_TakesExactly131(int columns, bool expected) =>
        Assert.Equal(
            expected,
            EnrichedEvent.TryParse(Encoding.UTF8.GetBytes(new string('\t', columns - 1)), _ends, out _)
        );

    [Fact]
    public void TryParse_LengthsAroundEachStep_FindsTheSameColumns()
    {
        for (var length = 0; length < 200; length++)
        {
            var padding = new string('x', length);
            var tabs = new string('\t', EnrichedEvent.ColumnCount - 1);
            AssertSameAsSplit($"{padding}{tabs}");
            AssertSameAsSplit($"{tabs}{padding}");
            AssertSameAsSplit($"{tabs[..70]}{padding}{tabs[70..]}");
            AssertSameAsSplit($"{padding}{tabs[1..]}"); // one too few
            AssertSameAsSplit($"{padding}{tabs}\t"); // one too many
        }
    }

    [Fact]
    public void TryParse_AnyLine_AgreesWithSplit()
    {
        var random = new Random(20_261_121);
        var parsed = 0;
        for (var run = 0; run < 500; run++)
        {
            var columns = Enumerable.Range(0, random.Next(129, 134)).Select(_ => Column(random));
            parsed += AssertSameAsSplit(string.Join('\t', columns)) ? 1 : 0;
        }

        Assert.InRange(parsed, 50, 200); // the generator really makes both kinds of line
    }

    [Fact]
    public void TryParse_AfterALongerLine_ForgetsIt()
    {
        AssertSameAsSplit(string.Join('\t', Enumerable.Repeat("long", EnrichedEvent.ColumnCount)));
        AssertSameAsSplit(new string('\t', EnrichedEvent.ColumnCount - 1));
    }

    bool AssertSameAsSplit(string line)
    {
        var columns = line.Split('\t');

        var bytes = Encoding.UTF8.GetBytes(line);

        var success = EnrichedEvent.TryParse(bytes, _ends, out var actual);

        Assert.Equal(columns.Length == EnrichedEvent.ColumnCount, success);
        Assert.Equal(success, EnrichedEvent.TryReadName(bytes, out var name));
        Assert.Equal(
            success ? columns[(int)EnrichedColumn.EventName] : "",
            Encoding.UTF8.GetString(success ? name : [])
        );
        for (var i = 0; success && i < columns.Length; i++)
        {
            Assert.Equal(columns[i], Encoding.UTF8.GetString(actual.At(i)));
        }

        return success;
    }

    static string Column(Random random)
    {
        string[] pieces =
        [
            "",
            "x",
            " ",
            "\r",
            "é",
            "\u2028",
            "😀",
            "{\"a\":1}",
            new string('y', random.Next(130)),
        ];
        return string.Concat(
            Enumerable.Range(0, random.Next(4)).Select(_ => pieces[random.Next(pieces.Length)])
        );
    }
}
