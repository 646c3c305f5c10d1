namespace Impressions.Core.Json;

/// <summary>Checks the parts of JSON that hold no others.</summary>
static class JsonScalars
{
    const int UnicodeEscapeLength = 6; // \uXXXX

    /// <summary>Of the number, <c>true</c>, <c>false</c> or <c>null</c> at the start (bytes); 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<byte> json)
    {
        var length = json[0] switch
        {
            (byte)'t' => json.StartsWith("true"u8) ? 4 : 0,
            (byte)'f' => json.StartsWith("false"u8) ? 5 : 0,
            (byte)'n' => json.StartsWith("null"u8) ? 4 : 0,
            _ => NumberLength(json),
        };
        return length == json.Length || IsDelimiter(json[length]) ? length : 0;
    }

    /// <param name="content">Of a text, without its quotes.</param>
    public static bool AreEscapesSound(ReadOnlySpan<byte> content)
    {
        while (content.IndexOf((byte)'\\') is >= 0 and var backslash)
        {
            content = content[backslash..];
            var length = EscapeLength(content);
            if (length == 0)
            {
                return false;
            }

            content = content[length..];
        }

        return true;
    }

    static int EscapeLength(ReadOnlySpan<byte> escape)
    {
        if (escape[1] != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(escape[1]) ? 2 : 0;
        }

        if (escape.Length < UnicodeEscapeLength)
        {
            return 0;
        }

        foreach (var digit in escape[2..UnicodeEscapeLength])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return 0;
            }
        }

        return UnicodeEscapeLength;
    }

    static int NumberLength(ReadOnlySpan<byte> json)
    {
        var length = json[0] == (byte)'-' ? 1 : 0;
        var digits = Digits(json, length);
        if (digits == 0 || (digits > 1 && json[length] == (byte)'0'))
        {
            return 0;
        }

        length += digits;
        if (At(json, length) == '.')
        {
            digits = Digits(json, length + 1);
            if (digits == 0)
            {
                return 0;
            }

            length += 1 + digits;
        }

        if (At(json, length) is not ('e' or 'E'))
        {
            return length;
        }

        length += At(json, length + 1) is '+' or '-' ? 2 : 1;
        digits = Digits(json, length);
        return digits == 0 ? 0 : length + digits;
    }

    static int Digits(ReadOnlySpan<byte> json, int start)
    {
        var end = start;
        while (char.IsAsciiDigit(At(json, end)))
        {
            end++;
        }

        return end - start;
    }

    static char At(ReadOnlySpan<byte> json, int at) => at < json.Length ? (char)json[at] : '\0';

    static bool IsDelimiter(byte next) => " \t\r\n,:[]{}\""u8.Contains(next);
}
