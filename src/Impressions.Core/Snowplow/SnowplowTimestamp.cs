using System.Globalization;

namespace Impressions;

/// <summary>Timestamps as Enrich writes them: <c>2026-11-21 23:49:12.349</c>, always UTC.</summary>
static class SnowplowTimestamp
{
    /// <summary>Length of a timestamp without fraction (characters).</summary>
    const int SecondsLength = 19;

    /// <summary>Most digits of a fraction that a reader must accept (digits); those past milliseconds are cut.</summary>
    const int MaxFractionDigits = 9;

    /// <param name="text">The column; empty is no timestamp.</param>
    /// <param name="milliseconds">Since 1970-01-01 UTC.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < SecondsLength || !TryParseFraction(text[SecondsLength..], out var fraction))
        {
            return false;
        }

        Span<char> seconds = stackalloc char[SecondsLength];
        for (var i = 0; i < SecondsLength; i++)
        {
            seconds[i] = (char)text[i]; // what is not ASCII is no digit either
        }

        if (
            !DateTime.TryParseExact(
                seconds,
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            return false;
        }

        milliseconds = ((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond) + fraction;
        return true;
    }

    static bool TryParseFraction(ReadOnlySpan<byte> text, out int milliseconds)
    {
        milliseconds = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var digits = text[1..];
        if (
            text[0] != (byte)'.'
            || digits.Length is 0 or > MaxFractionDigits
            || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        )
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            milliseconds = (milliseconds * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return true;
    }
}
