using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Http;

/// <summary>The whole body of a request, within bounds.</summary>
static class RequestBody
{
    const int BufferBytes = 16 * 1_024;

    /// <summary>
    /// Reads to the end in any case, since a caller that is cut off while it sends would not see the answer.
    /// </summary>
    /// <returns>Null when there are more than <paramref name="maxBytes"/>; no more than that is ever kept.</returns>
    public static async Task<byte[]?> TryReadAsync(HttpContext context, int maxBytes)
    {
        var body = new ArrayBufferWriter<byte>();
        var buffer = new byte[BufferBytes];
        var total = 0L;
        int count;
        while (
            (
                count = await context
                    .Request.Body.ReadAsync(buffer, context.RequestAborted)
                    .ConfigureAwait(false)
            ) > 0
        )
        {
            total += count;
            if (total <= maxBytes)
            {
                body.Write(buffer.AsSpan(0, count));
            }
        }

        return total <= maxBytes ? body.WrittenSpan.ToArray() : null;
    }
}
