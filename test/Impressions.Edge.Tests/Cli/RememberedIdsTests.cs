using System.Globalization;
using Impressions.Cli.Input;

namespace Impressions.Edge.Tests.Cli;

public sealed class RememberedIdsTests
{
    const int BytesOfId = 28;

    [Fact]
    public void Add_IdsInAnyOrder_TellsThoseThatWereThere()
    {
        var ids = new RememberedIds(1 << 20);
        var random = new Random(1);
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 10_000; i++)
        {
            var id = random.Next(5_000).ToString(CultureInfo.InvariantCulture);

            Assert.Equal(known.Contains(id), ids.Contains(id));
            Assert.Equal(known.Add(id), ids.Add(id));
        }

        Assert.Equal(0, ids.Forgotten);
    }

    [Fact]
    public void Add_MoreThanThereIsRoomFor_ForgetsTheOlderHalf()
    {
        var ids = new RememberedIds(200 * BytesOfId);
        for (var i = 0; i < 250; i++)
        {
            Assert.True(ids.Add($"{i}"));
        }

        Assert.Equal(100, ids.Forgotten);
        Assert.Equal((false, true), (ids.Contains("99"), ids.Contains("100")));
    }
}
