using System.Text;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Kinesis;

/// <summary>What is inside an aggregate, under a hash that fits.</summary>
public sealed class AggregatedRecordsTests
{
    static readonly byte[] Magic = [.. AggregatedRecords.Magic];

    [Fact]
    public void MoveNext_KnownAndUnknownFields_FindsTheDataOfEachRecord()
    {
        byte[] message =
        [
            .. Field(1, "key"u8),
            0x78, // field 15, a number
            0x96,
            0x01,
            .. Field(3, [.. Field(4, "tag"u8), .. Field(3, "first"u8)]), // tags before data
            0x79, // field 15, eight bytes
            .. new byte[8],
            0x7D, // field 15, four bytes
            .. new byte[4],
            .. Field(3, [.. Field(3, "passed over"u8), .. Field(3, "second"u8)]), // the last of repeated ones
            .. Field(3, [.. Field(3, [])]),
        ];

        Assert.Equal(["first", "second", ""], Read(Containers.AggregateOf(message)));
    }

    [Theory]
    [InlineData(new byte[] { 0x1A, 0x00 })] // a record without data
    [InlineData(new byte[] { 0x1A, 0x02, 0x18, 0x07 })] // data that is a number
    [InlineData(new byte[] { 0x18, 0x07 })] // a record that is a number
    [InlineData(new byte[] { 0x02, 0x00 })] // field 0
    [InlineData(new byte[] { 0x0B, 0x0C })] // a group
    [InlineData(new byte[] { 0x0E })] // no such kind
    [InlineData(new byte[] { 0x08 })] // no number
    [InlineData(new byte[] { 0x08, 0x80 })] // half a number
    [InlineData(new byte[] { 0x08, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1 })] // eleven bytes
    [InlineData(new byte[] { 0x0D, 0, 0, 0 })]
    [InlineData(new byte[] { 0x09, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x0A, 0x02, 0x00 })] // a text longer than what is there
    [InlineData(new byte[] { 0x0A, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 })] // 2^64 - 1 bytes
    [InlineData(new byte[] { 0x0A, 255, 255, 255, 255, 15 })] // 2^32 - 1 bytes
    public void MoveNext_NoSuchMessage_IsCorruptWhereverItStands(byte[] damage)
    {
        var good = Field(3, Field(3, "a"u8));

        Assert.Null(Read(Containers.AggregateOf(damage)));
        Assert.Null(Read(Containers.AggregateOf([.. good, .. damage])));
        Assert.NotNull(Read(Containers.AggregateOf([.. good, .. good])));
    }

    [Fact]
    public void MoveNext_MessageCutAnywhere_IsCorruptOrHoldsWholeRecords()
    {
        byte[] message = [.. Field(3, Field(3, "first"u8)), .. Field(3, Field(3, new byte[200]))];
        var whole = 0;
        for (var length = 0; length < message.Length; length++)
        {
            var records = Read(Containers.AggregateOf(message[..length]));

            whole += records is null ? 0 : 1;
            Assert.True(records is null or [] or ["first"], $"cut at {length}");
        }

        Assert.Equal(2, whole); // nothing, and the first
    }

    [Fact]
    public void MoveNext_AnyBitOfTheMessageFlipped_ThrowsNothing()
    {
        byte[] message =
        [
            .. Field(1, "k"u8),
            .. Field(3, [8, 0, .. Field(3, "first"u8)]),
            .. Field(3, Field(3, "b"u8)),
        ];
        var corrupt = 0;
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            byte[] flipped = [.. message];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            corrupt += Read(Containers.AggregateOf(flipped)) is null ? 1 : 0;
        }

        Assert.InRange(corrupt, 30, (message.Length * 8) - 1);
    }

    [Fact]
    public void MoveNext_NoRecords_HoldsNone() => Assert.Equal([], Read(Containers.AggregateOf([])));

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void MoveNext_NoRoomForTheHash_IsCorrupt(int length) =>
        Assert.Null(Read([.. Magic, .. new byte[length]]));

    static byte[] Field(int number, ReadOnlySpan<byte> bytes) =>
        Containers.ProtobufBytes(number, bytes.ToArray());

    /// <summary>Null when corrupt.</summary>
    static List<string>? Read(byte[] data)
    {
        var records = new AggregatedRecords(data);
        var read = new List<string>();
        while (records.MoveNext())
        {
            read.Add(Encoding.Latin1.GetString(records.Current));
        }

        Assert.False(records.MoveNext());
        return records.IsCorrupt ? null : read;
    }
}
