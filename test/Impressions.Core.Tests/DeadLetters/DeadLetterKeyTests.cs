using Impressions.Core.DeadLetters;

namespace Impressions.Core.Tests.DeadLetters;

public sealed class DeadLetterKeyTests
{
    static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Of_Invocation_IsTheExactKey() =>
        Assert.Equal(
            "impressions/2026/01/02/20260102T030405.006Z-8f5e-1-0000002a.jsonl",
            DeadLetterKey.Of("impressions/", Time, "8f5e-1", 42)
        );

    [Fact]
    public void Of_OtherOffset_IsInUtc() =>
        Assert.StartsWith(
            "2026/01/02/20260102T030405.006Z",
            DeadLetterKey.Of("", Time.ToOffset(TimeSpan.FromHours(-5)), "r", 0),
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_LaterTimes_SortLater()
    {
        var times = Enumerable.Range(0, 2_000).Select(i => Time.AddMilliseconds(i * 7_777_777L)).ToList();

        Assert.Equal(
            times.Select(time => DeadLetterKey.Of("p/", time, "r", 0)),
            times.Select(time => DeadLetterKey.Of("p/", time, "r", 0)).Order(StringComparer.Ordinal)
        );
    }
}
