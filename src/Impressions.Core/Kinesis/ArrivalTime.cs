using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Impressions.Core.Kinesis;

/// <summary>
/// When a record reached the stream. Lambda writes seconds since 1970-01-01 UTC with a fraction; other writers of the same
/// JSON write milliseconds, or a text.
/// </summary>
static class ArrivalTime
{
    /// <summary>The year 5138: a larger number is not of seconds, but of a smaller unit.</summary>
    const decimal MaxSeconds = 100_000_000_000;

    const int UnitStep = 1_000;

    /// <summary>Milli-, micro- and nanoseconds.</summary>
    const int Units = 3;

    /// <summary>Longest text of a time (bytes), such as <c>2026-11-21T23:49:12.3499999+01:00</c>.</summary>
    const int MaxTextBytes = 40;

    /// <summary>Until the year 2286 (digits).</summary>
    const int MaxUsualSeconds = 10;

    const int MaxDecimals = 3;

    /// <param name="json">Well-formed JSON of one value.</param>
    /// <returns>Cut to whole ones; 0 for what is not a time.</returns>
    public static long Milliseconds(ReadOnlySpan<byte> json) =>
        json[0] != (byte)'"' ? OfNumber(json)
        : json.Length > MaxTextBytes ? 0
        : OfText(json[1..^1]);

    static long OfText(ReadOnlySpan<byte> text) =>
        OfNumber(text) is > 0 and var number ? number
        : DateTimeOffset.TryParse(
            Encoding.UTF8.GetString(text),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? Math.Max(0, time.ToUnixTimeMilliseconds())
        : 0;

    static long OfNumber(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out decimal seconds, out var length) || length < text.Length)
        {
            return 0;
        }

        for (var unit = 0; unit < Units && seconds >= MaxSeconds; unit++)
        {
            seconds /= UnitStep;
        }

        return seconds is > 0 and < MaxSeconds ? (long)(seconds * 1_000) : 0;
    }

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
        length = AddDigits(json, MaxUsualSeconds, ref milliseconds);
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
