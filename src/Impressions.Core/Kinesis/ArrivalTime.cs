using System.Buffers.Text;

namespace Impressions;

/// <summary>When a record reached the stream, as Lambda writes it: seconds since 1970-01-01 UTC with a fraction.</summary>
static class ArrivalTime
{
    /// <summary>The end of the year 9999: a later time is no time.</summary>
    const long LastMilliseconds = 253_402_300_799_999;

    /// <summary>Until the year 2286 (digits).</summary>
    const int MaxSeconds = 10;

    const int MaxDecimals = 3;

    /// <param name="json">Well-formed JSON of one value.</param>
    /// <returns>Cut to whole ones; 0 for what is no time.</returns>
    public static long Milliseconds(ReadOnlySpan<byte> json) =>
        json[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
        && Utf8Parser.TryParse(json, out decimal seconds, out var length)
        && length == json.Length
            ? (long)(Math.Clamp(seconds, 0, LastMilliseconds / 1_000m) * 1_000)
            : 0;

    /// <summary>
    /// Reads a time as almost all are: up to ten digits, and up to three decimals. To check and to read any other number
    /// costs several times as much.
    /// </summary>
    /// <param name="json">Begins with the value, and goes on behind it.</param>
    /// <param name="length">Of the value (bytes).</param>
    /// <returns>False if it is to be looked at more closely.</returns>
    public static bool TryReadUsual(ReadOnlySpan<byte> json, out long milliseconds, out int length)
    {
        milliseconds = 0;
        length = AddDigits(json, MaxSeconds, ref milliseconds);
        if (length == 0 || json[0] == (byte)'0')
        {
            return false;
        }

        var decimals = 0;
        if (json[length..] is [(byte)'.', .. var fraction])
        {
            decimals = AddDigits(fraction, MaxDecimals, ref milliseconds);
            if (decimals == 0)
            {
                return false;
            }

            length += 1 + decimals;
        }

        for (; decimals < MaxDecimals; decimals++)
        {
            milliseconds *= 10;
        }

        return json[length..] is [(byte)',' or (byte)'}', ..];
    }

    /// <summary>Writes digits behind those of a number.</summary>
    /// <returns>How many there were, at most as many as asked for.</returns>
    static int AddDigits(ReadOnlySpan<byte> text, int most, ref long number)
    {
        var count = 0;
        for (; count < most && count < text.Length && char.IsAsciiDigit((char)text[count]); count++)
        {
            number = (number * 10) + (text[count] - '0');
        }

        return count;
    }
}
