using System.Text;
using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class RecordLedgerTests
{
    readonly RecordLedger _ledger = new();

    [Fact]
    public void Fate_OpenedOnly_IsFailure()
    {
        var position = Open("7");

        Assert.Equal(RecordFate.BatchItemFailure, _ledger[position]);
        Assert.Equal("7", LowestFailed());
    }

    [Fact]
    public void Fate_ReadToItsEndWithNothingOwed_IsSkipped()
    {
        var position = Open("7");
        _ledger.Complete(position, RecordFate.Skipped);

        Assert.Equal(RecordFate.Skipped, _ledger[position]);
        Assert.Equal("", LowestFailed());
    }

    [Fact]
    public void Fate_OneOfTwoOwedUnsettled_IsFailureUntilTheOtherIsSettledToo()
    {
        var position = Open("7");
        _ledger.AddPending(position);
        _ledger.AddPending(position);
        _ledger.Complete(position, RecordFate.Skipped);
        _ledger.Complete(position, RecordFate.Sent);
        Assert.Equal(RecordFate.BatchItemFailure, _ledger[position]);

        _ledger.Complete(position, RecordFate.Sent);
        Assert.Equal(RecordFate.Sent, _ledger[position]);
    }

    [Theory]
    [InlineData(nameof(RecordFate.Sent), nameof(RecordFate.DeadLetter), nameof(RecordFate.DeadLetter))]
    [InlineData(nameof(RecordFate.DeadLetter), nameof(RecordFate.Sent), nameof(RecordFate.DeadLetter))]
    [InlineData(nameof(RecordFate.Sent), nameof(RecordFate.Skipped), nameof(RecordFate.Sent))]
    public void Fate_SeveralOfOneRecord_IsTheHighest(string one, string other, string expected)
    {
        var position = Open("7");
        _ledger.AddPending(position);
        _ledger.Complete(position, Enum.Parse<RecordFate>(one));
        _ledger.Complete(position, Enum.Parse<RecordFate>(other));

        Assert.Equal(expected, _ledger[position].ToString());
    }

    [Theory]
    [InlineData(new[] { "7" }, "7")]
    [InlineData(new[] { "9", "10" }, "9")] // by number, not by text
    [InlineData(new[] { "10", "9" }, "9")] // in any order
    [InlineData(new[] { "100", "20", "3" }, "3")]
    [InlineData(
        new[]
        {
            "49590338271490256608559692538361571095921575989136588898",
            "49590338271490256608559692538361571095921575989136588897",
        },
        "49590338271490256608559692538361571095921575989136588897"
    )]
    public void LowestFailed_SeveralFailed_IsTheLowestNumber(string[] failed, string expected)
    {
        _ledger.Complete(Open("1"), RecordFate.Sent); // lower, but not failed
        foreach (var number in failed)
        {
            _ = Open(number);
        }

        Assert.Equal(expected, LowestFailed());
    }

    [Fact]
    public void CountOf_EachFate_CountsEveryRecordOnce()
    {
        _ = Open("1");
        _ledger.Complete(Open("2"), RecordFate.Skipped);
        _ledger.Complete(Open("3"), RecordFate.Sent);
        _ledger.Complete(Open("4"), RecordFate.Sent);
        _ledger.Complete(Open("5"), RecordFate.DeadLetter);

        Assert.Equal([1, 2, 1, 1], Enum.GetValues<RecordFate>().Select(_ledger.CountOf));
        Assert.Equal(5, _ledger.Count);
    }

    [Fact]
    public void Clear_RecordsOfAnInvocation_AreForgotten()
    {
        _ledger.AddPending(Open("111"));

        _ledger.Clear();

        Assert.Equal(0, _ledger.Count);
        Assert.Equal("", LowestFailed());
        _ledger.Complete(Open("22"), RecordFate.Skipped);
        Assert.Equal(1, _ledger.CountOf(RecordFate.Skipped));
    }

    [Fact]
    public void Clear_InvocationAfterInvocation_GrowsNothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var invocation = 0; invocation < 10_000; invocation++)
        {
            _ledger.Clear();
            _ = _ledger.Open("49546986683135544286507457936321625675700192471156785154"u8);
        }

        // The first buffers, and no more: else it grows for as long as the process lives.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    int Open(string sequenceNumber)
    {
        var position = _ledger.Open(Encoding.UTF8.GetBytes(sequenceNumber));
        Assert.Equal(sequenceNumber, Encoding.UTF8.GetString(_ledger.SequenceNumber(position)));
        return position;
    }

    string LowestFailed() => Encoding.UTF8.GetString(_ledger.LowestFailed());
}
