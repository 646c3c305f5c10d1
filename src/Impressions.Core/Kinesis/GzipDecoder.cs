#pragma warning disable RS0030 // a stream over an array in memory: nothing waits, nothing is read from outside
using Impressions.Core.Compression;
using Impressions.Core.Delivery;

namespace Impressions.Core.Kinesis;

/// <summary>Decompresses gzip. Not for concurrent use: it keeps its buffer between records.</summary>
sealed class GzipDecoder
{
    byte[] _compressed = [];

    /// <summary>Appends what comes out; garbage behind what was there before, when there is a reason.</summary>
    public DeadLetterReason Decode(ReadOnlySpan<byte> data, DecodedBytes decoded)
    {
        using var gzip = new CheckedGzipStream(ArrayOf(data), data.Length);
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
        catch (InvalidDataException) // a stream has no other way to refuse its input
        {
            return DeadLetterReason.CorruptRecord;
        }

        return DeadLetterReason.None;
    }

    /// <summary>A stream needs an array, and the data lies in a part of one.</summary>
    byte[] ArrayOf(ReadOnlySpan<byte> data)
    {
        if (_compressed.Length < data.Length)
        {
            _compressed = GC.AllocateUninitializedArray<byte>(Math.Max(data.Length, 2 * _compressed.Length));
        }

        data.CopyTo(_compressed);
        return _compressed;
    }
}
