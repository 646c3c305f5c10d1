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

    static ReadOnlySpan<int> PowersOfTen => [1, 10, 100, 1_000];

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
        milliseconds = Digits(json, MaxSeconds, out length);
        if (length == 0 || json[0] == (byte)'0' || length == json.Length)
        {
            return false;
        }

        var decimals = 0;
        if (json[length] == (byte)'.')
        {
            var fraction = Digits(json[(length + 1)..], MaxDecimals, out decimals);
            length += 1 + decimals;
            milliseconds = (milliseconds * PowersOfTen[decimals]) + fraction;
            if (decimals == 0)
            {
                return false;
            }
        }

        milliseconds *= PowersOfTen[MaxDecimals - decimals];
        return length < json.Length && json[length] is (byte)',' or (byte)'}';
    }

    static long Digits(ReadOnlySpan<byte> text, int most, out int count)
    {
        var value = 0L;
        for (count = 0; count < most && count < text.Length && char.IsAsciiDigit((char)text[count]); count++)
        {
            value = (value * 10) + (text[count] - '0');
        }

        return value;
    }
}
