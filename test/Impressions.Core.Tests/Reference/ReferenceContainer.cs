using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Reference;

/// <summary>What a record holds: events, or the reason why none can be had. Thrown, never handed out in part.</summary>
static class ReferenceContainer
{
    /// <returns>Each event, or a member of an aggregate from which none can be had, and why.</returns>
    /// <exception cref="ReferenceDeadLetterException">The whole record is one dead letter.</exception>
    public static IReadOnlyList<(byte[] Line, DeadLetterReason Reason)> Open(byte[] data)
    {
        List<(byte[], DeadLetterReason)> events = data.StartsWith(0xF3, 0x89, 0x9A, 0xC2)
            ? [.. Aggregated(data[4..]).SelectMany(OpenMember)]
            : [.. OpenInside(data).Select(line => (line, DeadLetterReason.None))];
        return events.Count > RecordLimits.MaxEvents
            ? throw new ReferenceDeadLetterException(DeadLetterReason.TooLarge)
            : events;
    }

    static IEnumerable<(byte[] Line, DeadLetterReason Reason)> OpenMember(byte[] data)
    {
        try
        {
            return [.. OpenInside(data).Select(line => (line, DeadLetterReason.None))];
        }
        catch (ReferenceDeadLetterException dead)
        {
            return [(data, dead.Reason)];
        }
    }

    static IEnumerable<byte[]> OpenInside(byte[] data)
    {
        if (data.StartsWith(0xF3, 0x89, 0x9A, 0xC2))
        {
            throw Corrupt(); // one inside another
        }

        if (data.StartsWith(0x1F, 0x8B))
        {
            return Frames(ReferenceGzip.Decode(data));
        }

        return data.StartsWith(0x28, 0xB5, 0x2F, 0xFD) ? Frames(ReferenceZstd.Decode(data)) : Lines(data);
    }

    static bool StartsWith(this byte[] data, params byte[] magic) => data.AsSpan().StartsWith(magic);

    static IEnumerable<byte[]> Lines(byte[] data)
    {
        var text = Encoding.Latin1.GetString(data); // keeps every byte
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(Encoding.Latin1.GetBytes);
    }

    /// <summary>Version 1, a version of the payload, then length and event, again and again.</summary>
    static List<byte[]> Frames(byte[] decoded)
    {
        if (decoded.Length < 2)
        {
            throw Corrupt();
        }

        if (decoded[0] != 1)
        {
            throw new ReferenceDeadLetterException(DeadLetterReason.UnsupportedCompression);
        }

        var events = new List<byte[]>();
        for (var at = 2; at < decoded.Length; )
        {
            var length =
                at + 4 <= decoded.Length ? BinaryPrimitives.ReadInt32BigEndian(decoded.AsSpan(at)) : -1;
            at += 4;
            if (length < 0 || length > decoded.Length - at)
            {
                throw Corrupt();
            }

            events.Add(decoded[at..(at + length)]);
            at += length;
        }

        return events;
    }

    static IEnumerable<byte[]> Aggregated(byte[] data)
    {
#pragma warning disable CA5351 // the format's own checksum
        if (data.Length < 16 || !data.AsSpan()[^16..].SequenceEqual(MD5.HashData(data.AsSpan()[..^16])))
#pragma warning restore CA5351
        {
            throw Corrupt();
        }

        return Fields(data[..^16])
            .Where(field => field.Number == 3)
            .Select(record =>
                Fields(record.Bytes ?? []).LastOrDefault(field => field.Number == 3).Bytes ?? throw Corrupt()
            );
    }

    /// <summary>The fields of a protobuf message; of a number no bytes.</summary>
    static IEnumerable<(ulong Number, byte[]? Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length; )
        {
            var key = Varint(message, ref at);
            ulong length = (key & 7) switch
            {
                0 => Varint(message, ref at) * 0,
                1 => 8UL,
                2 => Varint(message, ref at),
                5 => 4,
                _ => throw Corrupt(),
            };
            if (key >> 3 is 0 or > int.MaxValue || length > (ulong)(message.Length - at))
            {
                throw Corrupt();
            }

            yield return (key >> 3, (key & 7) == 2 ? message[at..(at + (int)length)] : null);
            at += (int)length;
        }
    }

    static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = at < message.Length ? message[at++] : throw Corrupt();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Corrupt();
    }

    static ReferenceDeadLetterException Corrupt() => new(DeadLetterReason.CorruptRecord);
}
