using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventTimeTests
{
    const long Arrival = OneEvent.ArrivalMilliseconds;

    [Theory]
    [InlineData("1970-01-01 00:00:01.001", "1970-01-01 00:00:02", 1_001)]
    [InlineData("", "1970-01-01 00:00:02", 2_000)]
    [InlineData("yesterday", "1970-01-01 00:00:02", 2_000)] // unreadable: the next source
    [InlineData("1970-01-01T00:00:01", "1970-01-01 00:00:02", 2_000)]
    [InlineData("", "", Arrival)]
    [InlineData("x", "y", Arrival)]
    [InlineData("1969-12-31 23:59:59.999", "", -1)] // before 1970
    [InlineData("1970-01-01 00:00:01.0019", "", 1_001)] // cut
    public void SentAt_IsTheFirstReadableSource(string derived, string collector, long expected)
    {
        var line = Some.Line(
            (EnrichedColumn.DerivedTimestamp, derived),
            (EnrichedColumn.CollectorTimestamp, collector)
        );

        Assert.Equal(expected, OneEvent.Map(line).Only.SentAtMilliseconds);
    }

    [Theory]
    [InlineData("1970-01-01 00:00:02", 2_000L)]
    [InlineData("", null)]
    public void CollectedAt_IsTheCollectorsOwnTimeOrUnknown(string collector, long? expected) =>
        Assert.Equal(
            expected,
            OneEvent
                .Map(Some.Line((EnrichedColumn.CollectorTimestamp, collector)))
                .Only.CollectedAtMilliseconds
        );
}
