using System.Buffers.Text;

namespace Impressions;

/// <summary>When a record reached the stream, as Lambda writes it: seconds since 1970-01-01 UTC with a fraction.</summary>
static class ArrivalTime
{
    /// <summary>The end of the year 9999: a later time is no time.</summary>
    const long LastMilliseconds = 253_402_300_799_999;

    /// <summary>What is this short fits in 64 bits whatever its digits (bytes).</summary>
    const int ShortLength = 15;

    /// <param name="json">Well-formed JSON of one value.</param>
    /// <returns>Cut to whole ones; 0 for what is no time.</returns>
    public static long Milliseconds(ReadOnlySpan<byte> json)
    {
        if (json.Length <= ShortLength && TryReadShort(json, out var milliseconds))
        {
            return Math.Min(milliseconds, LastMilliseconds);
        }

        return
            json[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
            && Utf8Parser.TryParse(json, out decimal seconds, out var length)
            && length == json.Length
            ? (long)(Math.Clamp(seconds, 0, LastMilliseconds / 1_000m) * 1_000)
            : 0;
    }

    /// <summary>Digits, and perhaps a point between them: as almost all are, and a decimal number costs ten times as much.</summary>
    static bool TryReadShort(ReadOnlySpan<byte> json, out long milliseconds)
    {
        milliseconds = 0;
        var decimals = -1; // before the point
        foreach (var next in json)
        {
            if (next == (byte)'.')
            {
                decimals = 0;
            }
            else if (!char.IsAsciiDigit((char)next))
            {
                return false;
            }
            else if (decimals < 3)
            {
                milliseconds = (milliseconds * 10) + (next - '0');
                decimals += decimals < 0 ? 0 : 1;
            }
        }

        for (; decimals < 3; decimals++)
        {
            milliseconds *= decimals < 0 ? 1 : 10;
        }

        return true;
    }
}
