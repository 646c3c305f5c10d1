using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Kinesis;

public sealed class RecordDecoderTests
{
    static readonly byte[] One = "one\twith a tab"u8.ToArray();
    static readonly byte[] Two = "two, é\u2028"u8.ToArray();
    static readonly byte[] Three = Bytes(300);

    /// <summary>Every way to hold the same three events.</summary>
    static readonly (string Name, byte[] Data)[] Same =
    [
        ("gzip", Containers.Gzip(Containers.Layout(One, Two, Three))),
        (
            "gzip, flushed after each event",
            Containers.Gzip([1, 9], Containers.Frame(One), Containers.Frame(Two), Containers.Frame(Three))
        ),
        (
            "gzip, two members",
            [.. Containers.Gzip(Containers.Layout(One)[..9]), .. Containers.Gzip(After(9))]
        ),
        ("zstd", Containers.Zstd(Containers.Layout(One, Two, Three))),
        ("zstd, two blocks", Containers.Zstd(Containers.Layout(One)[..9], After(9))),
        ("zstd, two frames", [.. Containers.Zstd(Containers.Layout(One)[..9]), .. Containers.Zstd(After(9))]),
        ("aggregate", Containers.Aggregate(One, Two, Three)),
        ("aggregate, several lines", Containers.Aggregate([.. One, .. "\n"u8, .. Two, .. "\n"u8], Three)),
        (
            "aggregate of compressed records",
            Containers.Aggregate(
                Containers.Gzip(Containers.Layout(One)),
                Two,
                Containers.Zstd(Containers.Layout()),
                Containers.Zstd(Containers.Layout(Three))
            )
        ),
    ];

    public static TheoryData<string> Ways => [.. Same.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Open_ThreeEvents_HandsThemOutInOrder(string way)
    {
        var record = OneRecord.Open(Data(way));

        Assert.Equal(DeadLetterReason.None, record.Reason);
        Assert.Equal([Text(One), Text(Two), Text(Three)], record.Events);
    }

    [Fact]
    public void Open_RecordAfterRecord_ForgetsTheOneBefore()
    {
        var decoder = new RecordDecoder();
        foreach (var (_, data) in Same)
        {
            Assert.Equal("CorruptRecord", OneRecord.Open(data[..^1], decoder).Why); // ends halfway
            Assert.Equal(3, OneRecord.Open(data, decoder).Events.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Open_CutAnywhere_IsCorruptAndHandsOutNothing(string way)
    {
        var data = Data(way);
        var decoder = new RecordDecoder();
        for (var length = 4; length < data.Length; length++) // what is shorter tells no encoding
        {
            var record = OneRecord.Open(data[..length], decoder);

            Assert.True(record.Reason == DeadLetterReason.CorruptRecord, $"cut at {length}: {record.Why}");
            Assert.Empty(record.Events);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Open_SomethingBehindTheEnd_IsCorrupt(string way)
    {
        Assert.Equal("CorruptRecord", OneRecord.Open([.. Data(way), 0]).Why);
        Assert.Equal("CorruptRecord", OneRecord.Open([.. Data(way), .. new byte[64]]).Why);
        Assert.Equal("CorruptRecord", OneRecord.Open([.. Data(way), .. Data(way)[..^1]]).Why);
    }

    /// <summary>
    /// All flips but those in what has no check. In gzip the header's time, hints and operating system (48 bits of each
    /// member) and the bits that fill up a byte before a flush change nothing. Zstd without a checksum, which is what Enrich writes, has no check
    /// of its content: there an event or a length may come out changed, and is judged as what it then is.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Open_AnyBitFlipped_HandsOutAllOrNothing(string way)
    {
        var data = Data(way);
        var isChecked = !way.StartsWith("zstd", StringComparison.Ordinal);
        var decoder = new RecordDecoder();
        var (noticed, unnoticed) = (0, 0);
        for (var bit = 4 * 8; bit < data.Length * 8; bit++) // the first bytes tell the encoding
        {
            data[bit / 8] ^= (byte)(1 << (bit % 8));
            var record = OneRecord.Open(data, decoder);
            data[bit / 8] ^= (byte)(1 << (bit % 8));

            if (record.Reason != DeadLetterReason.None)
            {
                noticed++;
                Assert.Empty(record.Events);
                continue;
            }

            unnoticed++;
            if (isChecked)
            {
                Assert.Equal([Text(One), Text(Two), Text(Three)], record.Events);
            }
        }

        Assert.InRange(noticed, 20, data.Length * 8);
        Assert.InRange(unnoticed, 0, isChecked ? 2 * 60 : data.Length * 8);
    }

    [Fact]
    public void Open_DamagedMagicNumberOfALaterMember_LosesNoEventUnseen()
    {
        var first = Containers.Gzip(Containers.Layout(One));
        byte[] data = [.. first, .. Containers.Gzip(Containers.Frame(Two))];
        Assert.Equal(2, OneRecord.Open(data).Events.Count);

        data[first.Length] ^= 1; // the framework's stream would end here, content

        Assert.Equal("CorruptRecord", OneRecord.Open(data).Why);
    }

    [Theory]
    [InlineData(new byte[] { }, "CorruptRecord")]
    [InlineData(new byte[] { 1 }, "CorruptRecord")] // half of the versions
    [InlineData(new byte[] { 1, 1 }, "None")] // no event
    [InlineData(new byte[] { 1, 255 }, "None")] // the payload's version is not ours
    [InlineData(new byte[] { 0, 1 }, "UnsupportedCompression")]
    [InlineData(new byte[] { 2, 1, 9, 9 }, "UnsupportedCompression")] // of what follows nothing is known
    [InlineData(new byte[] { 1, 1, 0 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0, 0, 0 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 0 }, "None")] // an event of no length: a dead letter alone
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 1 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 1, 7, 7 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0x7F, 0xFF, 0xFF, 0xFF, 7 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 7 }, "CorruptRecord")]
    [InlineData(new byte[] { 1, 1, 0x80, 0, 0, 0, 7 }, "CorruptRecord")]
    public void Open_Layout_IsWholeOrSaysWhyNot(byte[] layout, string expected)
    {
        Assert.Equal(expected, OneRecord.Open(Containers.Zstd(layout)).Why);
        if (layout.Length > 0) // of nothing no writer makes gzip
        {
            Assert.Equal(expected, OneRecord.Open(Containers.Gzip(layout)).Why);
        }
    }

    [Fact]
    public void Open_ZstdWithoutTheLibrary_IsUnsupportedAndTheRestWorks()
    {
        var decoder = new RecordDecoder("libzstd-of-another-machine.so.1");

        Assert.Equal("UnsupportedCompression", OneRecord.Open(Data("zstd"), decoder).Why);
        Assert.Equal("UnsupportedCompression", OneRecord.Open(Data("zstd"), decoder).Why); // and again
        Assert.Contains(
            "UnsupportedCompression",
            OneRecord.Open(Data("aggregate of compressed records"), decoder).Events
        );
        Assert.Equal(3, OneRecord.Open(Data("gzip"), decoder).Events.Count);
    }

    /// <summary>One odd member of an aggregate is a dead letter by itself, its neighbours are events.</summary>
    [Fact]
    public void Open_OneOddMemberOfAnAggregate_LeavesItsNeighbours()
    {
        byte[][] odd =
        [
            Containers.Gzip(Containers.Layout(Two))[..^1], // truncated
            Containers.Gzip(Containers.Layout(Two, Two), "x"u8.ToArray()), // half of a length
            Containers.Gzip("{}"u8.ToArray()), // of something else
            Containers.Gzip([1]),
            Containers.Aggregate(Two), // an aggregate itself
            Containers.Zstd(Containers.Layout(Two))[..^1],
            Containers.Zstd([]),
        ];
        foreach (var member in odd)
        {
            var record = OneRecord.Open(
                Containers.Aggregate(One, member, Containers.Gzip(Containers.Layout(Two)), Three)
            );

            Assert.Equal("None", record.Why);
            Assert.Equal(4, record.Events.Count);
            Assert.Equal([Text(One), Text(Two), Text(Three)], record.Events.Where((_, i) => i != 1));
            Assert.True(record.Events[1] is "CorruptRecord" or "UnsupportedCompression", record.Events[1]);
        }
    }

    [Fact]
    public void Open_DamagedMembersThatExpand_AreBoundedTogether()
    {
        var bomb = Containers.Gzip(new byte[8 << 20])[..^1];

        Assert.Equal("TooLarge", OneRecord.Open(Containers.Aggregate(bomb, bomb, bomb, bomb, bomb)).Why);
    }

    [Fact]
    public void Open_NotBase64_IsCorrupt()
    {
        var record = new KinesisRecord
        {
            SequenceNumber = "7"u8,
            EventId = default,
            ArrivalMilliseconds = 0,
            Data = default,
            IsCorrupt = true,
        };

        Assert.Equal(DeadLetterReason.CorruptRecord, new RecordDecoder().Open(record, out var events));
        Assert.False(events.TryRead(out _));
    }

    /// <summary>Such as do not compress: a run would be the same from wherever it is copied.</summary>
    static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(5).NextBytes(bytes);
        return [.. bytes.Where(value => value != '\n')];
    }

    static byte[] After(int start) => Containers.Layout(One, Two, Three)[start..];

    static byte[] Data(string way) => [.. Same.Single(same => same.Name == way).Data];

    static string Text(byte[] line) => Encoding.Latin1.GetString(line);
}
