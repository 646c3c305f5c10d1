using System.IO.Compression;
using Impressions.Core.Compression;

namespace Impressions.Core.Tests.Compression;

/// <summary>What <c>gzip -t</c> says of the same bytes is the measure: its exit code stands beside each.</summary>
public sealed class CheckedGzipStreamTests
{
    static readonly byte[] One = Gzip("one"u8);
    static readonly byte[] Two = Gzip("two"u8);
    static readonly byte[] Nothing = Gzip([]);

    /// <summary>Bytes that do not compress, so that its deflated bytes are many and hold anything.</summary>
    static readonly byte[] Noise = Random(seed: 7, 200_000);

    public static TheoryData<string, byte[], byte[]> Whole { get; } =
        new()
        {
            { "one member", One, [.. "one"u8] },
            { "two members", [.. One, .. Two], [.. "onetwo"u8] },
            { "the same member twice", [.. One, .. One], [.. "oneone"u8] },
            { "an empty member", Nothing, [] },
            { "an empty member in front", [.. Nothing, .. One], [.. "one"u8] },
            { "an empty member behind", [.. One, .. Nothing], [.. "one"u8] },
            {
                "many members",
                [.. Enumerable.Repeat(One, 1_000).SelectMany(one => one)],
                Repeated("one", 1_000)
            },
            { "noise", Gzip(Noise), Noise },
            { "noise, two members", [.. Gzip(Noise), .. Gzip(Noise)], [.. Noise, .. Noise] },
            {
                "nothing but zeros, stored",
                Gzip(new byte[100_000], CompressionLevel.NoCompression),
                new byte[100_000]
            },
            { "members, stored", Gzip([.. One, .. Two], CompressionLevel.NoCompression), [.. One, .. Two] },
            { "a name and a comment", WithHeader(0b1_1000, [.. "a.tsv"u8, 0, .. "b"u8, 0]), [.. "one"u8] },
            { "an extra field", WithHeader(0b0_0100, [3, 0, 1, 2, 3]), [.. "one"u8] },
        };

    public static TheoryData<string, byte[], byte[]> Padded { get; } =
        new()
        {
            { "a zero behind", [.. One, 0], [.. "one"u8] },
            { "zeros behind", [.. One, .. new byte[1_000]], [.. "one"u8] },
            { "zeros behind an empty member", [.. Nothing, .. new byte[1_000]], [] },
            { "zeros up to the next block", [.. One, .. new byte[100_000]], [.. "one"u8] },
        };

    public static TheoryData<string, byte[]> Damaged { get; } =
        new()
        {
            { "nothing (1)", [] },
            { "zeros (1)", new byte[100] },
            { "text (1)", [.. "one"u8] },
            { "zeros between members (2)", [.. One, 0, 0, 0, .. Two] },
            { "zeros between members that are the same (2)", [.. One, 0, 0, 0, .. One] },
            { "many zeros between members (2)", [.. One, .. new byte[100_000], .. Two] },
            { "text behind (2)", [.. One, .. "one"u8] },
            { "zeros and text behind (2)", [.. One, 0, 0, .. "one"u8] },
            { "text between members that are the same (2)", [.. One, .. "one"u8, .. One] },
            { "half a magic number behind (1)", [.. One, 0x1F] },
            { "half a header behind (1)", [.. One, .. Two[..7]] },
            { "another method behind (1)", [.. One, 0x1F, 0x8B, 7, .. Two[3..]] },
            { "a zero in front of the trailer (1)", [.. One[..^8], 0, .. One[^8..]] },
            { "a zero in front of the second trailer (1)", [.. One, .. Two[..^8], 0, .. Two[^8..]] },
            { "a member in front of the trailer (1)", [.. One[..^8], .. One] },
            { "another member's trailer (1)", [.. One[..^8], .. Two[^8..]] },
            { "the trailer twice (2)", [.. One, .. One[^8..]] },
            { "a reserved flag (1)", WithHeader(0b10_0000, []) },
            { "a wrong checksum of the header (1)", WithHeader(0b0010, [1, 2]) },
        };

    [Theory]
    [MemberData(nameof(Whole))]
    public void Read_WholeMembers_IsTheirContent(string name, byte[] compressed, byte[] expected)
    {
        Assert.NotEmpty(name);
        Assert.All([1, 7, 8_192, 100_000], step => Assert.Equal(expected, Read(compressed, step)));
        Assert.Equal(expected, ReadAll(new CheckedGzipStream(compressed, compressed.Length)));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Read_Damaged_Refuses(string name, byte[] compressed)
    {
        Assert.NotEmpty(name);
        Assert.All([1, 7, 8_192, 100_000], step => Refuses(() => Read(compressed, step)));
        Refuses(() => ReadAll(new CheckedGzipStream(compressed, compressed.Length)));
    }

    /// <summary>A file may be padded; bytes in memory have their length.</summary>
    [Theory]
    [MemberData(nameof(Padded))]
    public void Read_ZerosBehind_IsTheContentOfAFileOnly(string name, byte[] compressed, byte[] expected)
    {
        Assert.NotEmpty(name);
        Assert.All([1, 7, 8_192, 100_000], step => Assert.Equal(expected, Read(compressed, step)));
        Refuses(() => ReadAll(new CheckedGzipStream(compressed, compressed.Length)));
    }

    [Fact]
    public void Read_CutOffAnywhere_Refuses()
    {
        byte[] compressed = [.. One, .. Two];

        Assert.All(
            Enumerable.Range(0, compressed.Length).Where(length => length != One.Length),
            length => Refuses(() => Read(compressed[..length], step: 100))
        );
    }

    /// <summary>Nothing checks the time, the hints and the operating system in the header, and what fills up its last byte.</summary>
    [Fact]
    public void Read_AnyBitOfTheSecondMemberFlipped_RefusesOrGivesTheSame()
    {
        byte[] compressed = [.. One, .. Two];
        var (refused, same) = (0, 0);
        for (var bit = One.Length * 8; bit < compressed.Length * 8; bit++)
        {
            byte[] damaged = [.. compressed];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal("onetwo"u8, Read(damaged, step: 100));
                same++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 1_000);
        Assert.InRange(same, 48, 48 + 1 + 7); // and whether the content is text
    }

    [Fact]
    public void Read_Damaged_SaysWhichMember()
    {
        byte[] compressed = [.. One, .. Two];
        compressed[^1] ^= 1;

        Assert.Contains(
            "gzip member 2",
            Assert.Throws<InvalidDataException>(() => Read(compressed, step: 100)).Message,
            StringComparison.Ordinal
        );
    }

    static void Refuses(Func<object> read) => Assert.Throws<InvalidDataException>(read);

    /// <param name="step">Most bytes that the source gives at a time.</param>
    static byte[] Read(byte[] compressed, int step) =>
        ReadAll(new CheckedGzipStream(new SlowStream(compressed, step)));

    static byte[] ReadAll(CheckedGzipStream gzip)
    {
        using var all = new MemoryStream();
        using (gzip)
        {
            gzip.CopyTo(all, bufferSize: 10_000);
        }

        return all.ToArray();
    }

    static byte[] Gzip(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true))
        {
            gzip.Write(content);
            if (content.IsEmpty)
            {
                gzip.Flush(); // else it writes nothing at all
            }
        }

        return compressed.Length > 0
            ? compressed.ToArray()
            : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    static byte[] WithHeader(byte flags, byte[] fields) =>
        [.. One[..3], flags, .. One[4..10], .. fields, .. One[10..]];

    static byte[] Repeated(string text, int count) =>
        [.. Enumerable.Repeat(text, count).SelectMany(one => one.Select(letter => (byte)letter))];

    static byte[] Random(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    sealed class SlowStream(byte[] bytes, int step) : MemoryStream(bytes, writable: false)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }
}
