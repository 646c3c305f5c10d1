using System.Buffers.Binary;
using System.IO.Compression;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Reference;

/// <summary>Gzip by RFC 1952, member by member; only the deflated bytes go to the framework.</summary>
static class ReferenceGzip
{
    public static byte[] Decode(byte[] data)
    {
        var decoded = new List<byte>();
        var input = new OneByteStream(data);
        do
        {
            SkipHeader(input);
            var member = Inflate(input);
            decoded.AddRange(member);
            if (decoded.Count > RecordLimits.MaxDecodedBytes)
            {
                throw new ReferenceDeadLetterException(DeadLetterReason.TooLarge);
            }

            if (Number(input) != Crc(member) || Number(input) != member.Length)
            {
                throw Corrupt();
            }
        } while (input.Position < data.Length);

        return [.. decoded];
    }

    static void SkipHeader(OneByteStream input)
    {
        var start = (int)input.Position;
        if (Byte(input) != 0x1F || Byte(input) != 0x8B || Byte(input) != 8)
        {
            throw Corrupt();
        }

        var flags = Byte(input);
        for (var i = 0; i < 6; i++)
        {
            _ = Byte(input); // time, hints, operating system
        }

        for (var extra = (flags & 4) == 0 ? 0 : Byte(input) | (Byte(input) << 8); extra > 0; extra--)
        {
            _ = Byte(input);
        }

        SkipText((flags & 8) != 0, input);
        SkipText((flags & 16) != 0, input);
        var crc = Crc(input.From(start)) & 0xFFFF;
        if ((flags & 0xE0) != 0 || ((flags & 2) != 0 && (Byte(input) | (Byte(input) << 8)) != crc))
        {
            throw Corrupt();
        }
    }

    static void SkipText(bool isThere, OneByteStream input)
    {
        while (isThere && Byte(input) != 0)
        {
            // to its end
        }
    }

    static byte[] Inflate(OneByteStream input)
    {
        var inflated = new List<byte>();
        using var deflate = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[4_096];
        try
        {
            int read;
            while ((read = deflate.Read(buffer)) > 0) // CopyTo would read past the end
            {
                inflated.AddRange(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException)
        {
            throw Corrupt();
        }

        return [.. inflated];
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    static int Byte(OneByteStream input) => input.ReadByte() is >= 0 and var value ? value : throw Corrupt();

    static uint Number(OneByteStream input)
    {
        Span<byte> bytes = [(byte)Byte(input), (byte)Byte(input), (byte)Byte(input), (byte)Byte(input)];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    static ReferenceDeadLetterException Corrupt() => new(DeadLetterReason.CorruptRecord);

    /// <summary>Gives a byte at a time, so that nobody reads past what he needs.</summary>
    sealed class OneByteStream(byte[] data) : MemoryStream(data, writable: false)
    {
        public ReadOnlySpan<byte> From(int start) => ToArray().AsSpan(start, (int)Position - start);

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(1, count));
    }
}
