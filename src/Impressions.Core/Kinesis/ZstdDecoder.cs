using System.Numerics;
using System.Runtime.InteropServices;
using Impressions.Core.Delivery;

namespace Impressions.Core.Kinesis;

/// <summary>
/// Takes bytes out of zstd by way of the system's libzstd: .NET 10 has no decoder of its own. Not for concurrent use.
/// </summary>
/// <param name="maxDecodedBytes">Most that may come out of a record (bytes).</param>
/// <param name="library">The shared library's name.</param>
sealed class ZstdDecoder(int maxDecodedBytes, string library = ZstdLibrary.Name)
{
    readonly Lazy<ZstdContext?> _context = new(() => Open(library, MaxWindowLog(maxDecodedBytes)));

    /// <summary>Appends what comes out; garbage behind what was there before, when there is a reason.</summary>
    public unsafe DeadLetterReason Decode(ReadOnlySpan<byte> data, DecodedBytes decoded)
    {
        if (_context.Value is not { } context)
        {
            return DeadLetterReason.UnsupportedCompression;
        }

        _ = ZstdLibrary.Reset(context, ZstdLibrary.ResetSession); // the record before may have ended halfway
        fixed (byte* from = data)
        {
            var input = new ZstdBuffer { Bytes = from, Size = (nuint)data.Length };
            while (true)
            {
                var room = decoded.Room();
                fixed (byte* to = room)
                {
                    var output = new ZstdBuffer { Bytes = to, Size = (nuint)room.Length };
                    var missing = ZstdLibrary.Decompress(context, ref output, ref input);
                    if (ZstdLibrary.IsError(missing) != 0)
                    {
                        return ZstdLibrary.ErrorCode(missing) == ZstdLibrary.WindowTooLarge
                            ? DeadLetterReason.TooLarge
                            : DeadLetterReason.CorruptRecord;
                    }

                    decoded.Advance((int)output.Position);
                    if (decoded.IsTooLarge)
                    {
                        return DeadLetterReason.TooLarge;
                    }

                    if (input.Position == input.Size && missing == 0)
                    {
                        return DeadLetterReason.None;
                    }

                    if (input.Position == input.Size && output.Position < output.Size)
                    {
                        return DeadLetterReason.CorruptRecord; // cut off: all there was is read and written
                    }
                }
            }
        }
    }

    /// <summary>
    /// Largest window that is set aside (power of two, bytes): 32 MiB, or as much as may come out of a record. The levels that
    /// ask for more do so for larger input only.
    /// </summary>
    static int MaxWindowLog(int maxDecodedBytes) => BitOperations.Log2((uint)maxDecodedBytes - 1) + 1;

    /// <summary>Null where the library cannot be loaded.</summary>
    static ZstdContext? Open(string library, int maxWindowLog)
    {
        if (
            !NativeLibrary.TryLoad(
                library,
                typeof(ZstdLibrary).Assembly,
                DllImportSearchPath.SafeDirectories,
                out _
            )
        )
        {
            return null;
        }

        var context = ZstdLibrary.Create();
        _ = ZstdLibrary.SetParameter(context, ZstdLibrary.MaxWindowLog, maxWindowLog);
        return context;
    }
}
