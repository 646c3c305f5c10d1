#pragma warning disable RS0030 // the exception of a stream, nothing is opened
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Impressions.Core.Compression;

/// <summary>What stands in front of the deflated bytes of a gzip member (RFC 1952, section 2.3).</summary>
static class GzipHeader
{
    const byte Deflate = 8;

    const int FlagChecksum = 1 << 1;
    const int FlagExtra = 1 << 2;
    const int FlagName = 1 << 3;
    const int FlagComment = 1 << 4;
    const int FlagsReserved = 0b1110_0000;

    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <param name="checksum">Gets every byte of the header.</param>
    /// <param name="member">1-based.</param>
    /// <exception cref="InvalidDataException">There is no whole header.</exception>
    public static void Skip(GzipInput input, Crc32 checksum, int member)
    {
        Span<byte> start = stackalloc byte[10]; // magic, method, flags, time, two hints
        Take(start);
        if (!start.StartsWith(Magic) || start[2] != Deflate || (start[3] & FlagsReserved) != 0)
        {
            throw new InvalidDataException($"gzip member {member} has no valid header");
        }

        var flags = start[3];
        if ((flags & FlagExtra) != 0)
        {
            Span<byte> length = stackalloc byte[sizeof(ushort)];
            Take(length);
            SkipBytes(BinaryPrimitives.ReadUInt16LittleEndian(length));
        }

        SkipText((flags & FlagName) != 0);
        SkipText((flags & FlagComment) != 0);
        if ((flags & FlagChecksum) != 0)
        {
            var expected = (ushort)checksum.GetCurrentHashAsUInt32();
            Span<byte> found = stackalloc byte[sizeof(ushort)];
            Take(found);
            if (BinaryPrimitives.ReadUInt16LittleEndian(found) != expected)
            {
                throw new InvalidDataException($"gzip member {member} has a damaged header");
            }
        }

        void SkipText(bool isThere)
        {
            Span<byte> letter = stackalloc byte[1];
            letter[0] = 1;
            while (isThere && letter[0] != 0)
            {
                Take(letter);
            }
        }

        void SkipBytes(int count)
        {
            Span<byte> skipped = stackalloc byte[1];
            for (; count > 0; count--)
            {
                Take(skipped);
            }
        }

        void Take(Span<byte> bytes)
        {
            if (!input.TryTake(bytes))
            {
                throw new InvalidDataException($"gzip member {member} is cut off in its header");
            }

            checksum.Append(bytes);
        }
    }
}
