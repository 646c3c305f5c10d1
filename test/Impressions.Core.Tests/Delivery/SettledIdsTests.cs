using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class SettledIdsTests
{
    readonly SettledIds _settled = new(capacity: 3);

    [Fact]
    public void TryGet_NeverAdded_IsFalse() => Assert.False(_settled.TryGet("a", out _));

    [Fact]
    public void TryGet_Added_TellsItsFate()
    {
        _settled.Add("a", RecordFate.Sent);
        _settled.Add("b", RecordFate.DeadLetter);

        Assert.True(_settled.TryGet("a", out var sent));
        Assert.True(_settled.TryGet("b", out var dead));
        Assert.Equal((RecordFate.Sent, RecordFate.DeadLetter), (sent, dead));
        Assert.False(_settled.TryGet("A", out _));
    }

    [Fact]
    public void Add_BeyondTheCapacity_ForgetsTheOldestAndKeepsTheLatest()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _settled.Add($"id-{i}", RecordFate.Sent);

            Assert.InRange(_settled.Count, Math.Min(i + 1, 4), 6);
            for (var latest = Math.Max(0, i - 2); latest <= i; latest++)
            {
                Assert.True(_settled.TryGet($"id-{latest}", out _));
            }
        }

        Assert.False(_settled.TryGet("id-0", out _));
    }

    [Fact]
    public void ForgetDeadLetters_OfBothHalves_KeepsWhatWasSent()
    {
        foreach (var id in (string[])["a", "b", "c", "d", "e"])
        {
            _settled.Add($"sent-{id}", RecordFate.Sent);
            _settled.Add($"dead-{id}", RecordFate.DeadLetter);
        }

        _settled.ForgetDeadLetters();

        Assert.False(_settled.TryGet("dead-d", out _));
        Assert.False(_settled.TryGet("dead-e", out _));
        Assert.True(_settled.TryGet("sent-e", out _));
    }

    [Fact]
    public void Add_TheSameAgain_TakesNoRoom()
    {
        foreach (var id in (string[])["a", "b", "c", "c", "b", "a"])
        {
            _settled.Add(id, RecordFate.Sent);
        }

        Assert.Equal(3, _settled.Count);
    }
}
