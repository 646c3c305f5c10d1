using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Reference;

/// <summary>
/// Zstd by RFC 8878, as far as frames go that store and repeat bytes: real compression would take a thousand lines.
/// </summary>
static class ReferenceZstd
{
    /// <exception cref="NotSupportedException">The frame uses more of the format than is known here.</exception>
    public static byte[] Decode(byte[] data)
    {
        var decoded = new List<byte>();
        for (var at = 0; at < data.Length; )
        {
            if (!data.AsSpan(at).StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]))
            {
                throw IsSkippable(data.AsSpan(at)) ? new NotSupportedException() : Corrupt();
            }

            if (at + 6 > data.Length)
            {
                throw Corrupt();
            }

            if (data[at + 4] != 0)
            {
                throw new NotSupportedException(); // sizes, checksums and dictionaries
            }

            var windowLog = (data[at + 5] >> 3) + 10;
            if (windowLog > 25 || (windowLog == 25 && (data[at + 5] & 7) > 0))
            {
                throw new ReferenceDeadLetterException(DeadLetterReason.TooLarge);
            }

            var window = (1 << windowLog) + ((1 << windowLog) / 8 * (data[at + 5] & 7));
            at += 6;
            while (!ReadBlock(data, ref at, Math.Min(window, 128 << 10), decoded))
            {
                // to the last one
            }
        }

        return decoded.Count > RecordLimits.MaxDecodedBytes
            ? throw new ReferenceDeadLetterException(DeadLetterReason.TooLarge)
            : [.. decoded];
    }

    /// <summary>True after the last block of a frame.</summary>
    static bool ReadBlock(byte[] data, ref int at, int most, List<byte> decoded)
    {
        if (at + 3 > data.Length)
        {
            throw Corrupt();
        }

        var header = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);
        var (isLast, type, length) = ((header & 1) != 0, (header >> 1) & 3, header >> 3);
        var stored = type == 1 ? 1 : length;
        at += 3;
        if (type == 2)
        {
            throw new NotSupportedException();
        }

        if (type == 3 || length > most || at + stored > data.Length)
        {
            throw Corrupt();
        }

        decoded.AddRange(type == 1 ? Enumerable.Repeat(data[at], length) : data[at..(at + stored)]);
        at += stored;
        return isLast;
    }

    static bool IsSkippable(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 && (frame[0] & 0xF0) == 0x50 && frame[1..].StartsWith<byte>([0x2A, 0x4D, 0x18]);

    static ReferenceDeadLetterException Corrupt() => new(DeadLetterReason.CorruptRecord);
}
