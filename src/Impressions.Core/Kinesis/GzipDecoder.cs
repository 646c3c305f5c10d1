// The streams of this file are arrays in memory: nothing waits, nothing is read from outside.
#pragma warning disable RS0030

using System.Buffers.Binary;
using System.IO.Compression;

namespace Impressions;

/// <summary>Takes bytes out of gzip. Not for concurrent use: it keeps its buffer between records.</summary>
sealed class GzipDecoder
{
    /// <summary>Checksum and length at the end of a member (bytes).</summary>
    const int TrailerBytes = 8;

    byte[] _compressed = [];

    /// <summary>Appends what comes out; garbage behind what was there before, when there is a reason.</summary>
    public DeadLetterReason Decode(ReadOnlySpan<byte> data, DecodedBytes decoded)
    {
        var start = decoded.Length;
        using var gzip = new GZipStream(StreamOf(data), CompressionMode.Decompress);
        try
        {
            int read;
            while ((read = gzip.Read(decoded.Room())) > 0)
            {
                decoded.Advance(read);
                if (decoded.IsTooLarge)
                {
                    return DeadLetterReason.TooLarge;
                }
            }
        }
        catch (InvalidDataException) // the stream knows no other way to say no
        {
            return DeadLetterReason.CorruptRecord;
        }

        return EndsWith(data, decoded.Written[start..])
            ? DeadLetterReason.None
            : DeadLetterReason.CorruptRecord;
    }

    /// <summary>A stream needs an array, and the data lies in a part of one.</summary>
    MemoryStream StreamOf(ReadOnlySpan<byte> data)
    {
        if (_compressed.Length < data.Length)
        {
            _compressed = GC.AllocateUninitializedArray<byte>(Math.Max(data.Length, 2 * _compressed.Length));
        }

        data.CopyTo(_compressed);
        return new MemoryStream(_compressed, 0, data.Length, writable: false);
    }

    /// <summary>
    /// Whether the last member ends where the data ends. The stream checks every member that it meets, but it takes
    /// one that is cut off for whole, and what follows a member and is none for nothing. (A last member that holds
    /// nothing, which no writer makes, fails here.)
    /// </summary>
    static bool EndsWith(ReadOnlySpan<byte> data, ReadOnlySpan<byte> decoded)
    {
        if (data.Length < TrailerBytes)
        {
            return false;
        }

        var trailer = data[^TrailerBytes..];
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        return length > 0 && length <= decoded.Length && Crc32.Of(decoded[^(int)length..]) == checksum;
    }
}
