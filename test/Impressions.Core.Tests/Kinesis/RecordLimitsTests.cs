using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Kinesis;

/// <summary>A few bytes that stand for many.</summary>
public sealed class RecordLimitsTests
{
    [Theory]
    [InlineData(0, "None")]
    [InlineData(1, "TooLarge")]
    public void Open_OneEventThatFillsTheRecord_FitsExactly(int over, string expected)
    {
        const int headBytes = 6;
        var length = RecordLimits.MaxDecodedBytes - headBytes + over;
        var head = Containers.LayoutHead(length);

        var zstd = OneRecord.Open([.. Containers.Zstd(head), .. Containers.ZstdZeros(length)]);
        var gzip = OneRecord.Open(Containers.Gzip(head, new byte[length]));

        Assert.Equal((expected, expected), (zstd.Why, gzip.Why));
        Assert.Equal(over == 0 ? length : 0, zstd.Events.Sum(line => line.Length));
        Assert.Equal(over == 0 ? length : 0, gzip.Events.Sum(line => line.Length));
    }

    [Fact]
    public void Open_RecordsOfAnAggregate_CountTogether()
    {
        var head = Containers.LayoutHead((16 << 20) - 6);
        byte[] part = [.. Containers.Zstd(head), .. Containers.ZstdZeros((16 << 20) - head.Length)];

        Assert.Equal("None", OneRecord.Open(Containers.Aggregate(part, part)).Why);
        Assert.Equal("TooLarge", OneRecord.Open(Containers.Aggregate(part, part, "x"u8.ToArray())).Why);
    }

    [Theory]
    [InlineData(0, "None")]
    [InlineData(1, "TooLarge")]
    public void Open_ManyEventsOfNoLength_AreCounted(int over, string expected)
    {
        var events = RecordLimits.MaxEvents + over;
        var lines = new byte[events]; // the last newline begins no line
        Array.Fill(lines, (byte)'\n');

        Assert.Equal(expected, OneRecord.Open(Containers.Gzip([1, 1], new byte[events * sizeof(int)])).Why);
        Assert.Equal(
            expected,
            OneRecord.Open([.. Containers.Zstd([1, 1]), .. Containers.ZstdZeros(events * sizeof(int))]).Why
        );
        Assert.Equal(expected, OneRecord.Open(lines).Why);
        Assert.Equal(expected, OneRecord.Open(Containers.Aggregate(lines)).Why);
    }

    /// <summary>What fits into a large function may be too much for a small one.</summary>
    [Theory]
    [InlineData(1_000, "None")]
    [InlineData(1_100, "TooLarge")]
    public void Open_SmallFunction_TakesOutLess(int kibibytes, string expected)
    {
        var decoder = new RecordDecoder(maxDecodedBytes: RecordLimits.DecodedBytes(heapBytes: 8 << 20));
        var head = Containers.LayoutHead((kibibytes << 10) - 6);
        var rest = new byte[(kibibytes << 10) - head.Length];

        foreach (
            var data in (byte[][])
                [
                    Containers.Gzip(head, rest),
                    [.. Containers.Zstd(head), .. Containers.ZstdZeros(rest.Length)],
                ]
        )
        {
            Assert.Equal(expected, OneRecord.Open(data, decoder).Why);
        }

        var lines = new byte[kibibytes];
        Array.Fill(lines, (byte)'\n');
        Assert.Equal(expected, OneRecord.Open(Containers.Aggregate(lines), decoder).Why); // an event for each KiB
    }

    [Theory]
    [InlineData(25, "CorruptRecord")] // cut off after its header
    [InlineData(26, "TooLarge")]
    [InlineData(27, "TooLarge")]
    [InlineData(41, "TooLarge")]
    public void Open_ZstdWindow_IsSetAsideWithinReason(int windowLog, string expected) =>
        Assert.Equal(expected, OneRecord.Open(Containers.ZstdFrame(windowLog)).Why);

    [Fact]
    public void Open_HeaderThatPromisesMuch_SetsNothingAside()
    {
        // A zstd frame that says its content has 32 MiB, and a gzip member and a frame that say so.
        byte[] zstd = [0x28, 0xB5, 0x2F, 0xFD, 0x80, 0x40, 0, 0, 0, 2, 1, 0, 0];
        var gzip = Containers.Gzip([1, 1, 2, 0, 0, 0, 7]);
        var decoder = new RecordDecoder();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reasons = (Open(decoder, zstd), Open(decoder, gzip));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal((DeadLetterReason.CorruptRecord, DeadLetterReason.CorruptRecord), reasons);
    }

    [Theory]
    [InlineData(0, "WrongColumnCount")]
    [InlineData(1, "TooLarge")]
    public void Map_LargestEvent_IsReadAndNoLargerOne(int over, string expected) =>
        Assert.Equal(
            expected,
            OneEvent.Map(new byte[RecordLimits.MaxEventBytes + over]).DeadLetter.ToString()
        );

    static DeadLetterReason Open(RecordDecoder decoder, byte[] data) =>
        decoder.Open(OneRecord.Of(data), out _);
}
