using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Impressions.Core.Tests.Support;

/// <summary>
/// Writes what holds several events in one record, by the published formats. The captured cases hold what real writers
/// made of the same.
/// </summary>
static class Containers
{
    static readonly byte[] ZstdMagic = [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>What Enrich compresses: two version bytes, then length and event, again and again.</summary>
    public static byte[] Layout(params byte[][] events) => [1, 1, .. events.SelectMany(Frame)];

    public static byte[] Frame(byte[] line) => [.. Length(line.Length), .. line];

    /// <summary>The layout up to its first event.</summary>
    public static byte[] LayoutHead(int eventLength) => [1, 1, .. Length(eventLength)];

    /// <summary>One member, flushed after each part.</summary>
    public static byte[] Gzip(params byte[][] parts)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var part in parts)
            {
                gzip.Write(part);
                gzip.Flush();
            }
        }

        return compressed.ToArray();
    }

    /// <summary>
    /// A frame with one stored block for each part (of 128 KiB at most), without checksum and without content size
    /// (RFC 8878, section 3.1.1).
    /// </summary>
    public static byte[] Zstd(params byte[][] parts) =>
        [
            .. ZstdFrame(windowLog: 18),
            .. parts.SelectMany(
                (part, i) => ZstdBlock(part.Length, isRepeated: false, i == parts.Length - 1).Concat(part)
            ),
        ];

    /// <summary>A frame of so many zeros, four bytes for each 128 KiB of them.</summary>
    public static byte[] ZstdZeros(int count)
    {
        const int largest = 128 << 10;
        var frame = new List<byte>(ZstdFrame(windowLog: 18));
        for (var rest = count; rest > 0; rest -= largest)
        {
            frame.AddRange([.. ZstdBlock(Math.Min(rest, largest), isRepeated: true, rest <= largest), 0]);
        }

        return [.. frame];
    }

    /// <summary>Magic number, a descriptor that announces nothing, the window.</summary>
    public static byte[] ZstdFrame(int windowLog) => [.. ZstdMagic, 0, (byte)((windowLog - 10) << 3)];

    /// <summary>An aggregate of the Kinesis Producer Library.</summary>
    public static byte[] Aggregate(params byte[][] records) =>
        AggregateOf([
            .. ProtobufBytes(1, "key"u8.ToArray()),
            .. ProtobufBytes(2, "170141183460469231731687303715884105728"u8.ToArray()),
            .. records.SelectMany(data => ProtobufBytes(3, [0x08, 0, 0x10, 0, .. ProtobufBytes(3, data)])),
        ]);

    /// <summary>With the hash that belongs to the message.</summary>
    public static byte[] AggregateOf(byte[] message) =>
#pragma warning disable CA5351 // the format's own checksum
        [0xF3, 0x89, 0x9A, 0xC2, .. message, .. MD5.HashData(message)];
#pragma warning restore CA5351

    public static byte[] ProtobufBytes(int field, byte[] bytes)
    {
        var length = new List<byte>();
        for (var rest = bytes.Length; ; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            if (rest <= 0x7F)
            {
                break;
            }
        }

        return [(byte)((field << 3) | 2), .. length, .. bytes];
    }

    static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    static byte[] ZstdBlock(int length, bool isRepeated, bool isLast)
    {
        var header = (length << 3) | (isRepeated ? 2 : 0) | (isLast ? 1 : 0);
        return [(byte)header, (byte)(header >> 8), (byte)(header >> 16)];
    }
}
