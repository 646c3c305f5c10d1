using System.Buffers.Text;
using System.Text;

namespace Impressions.Core.Json;

/// <summary>
/// Resolves the escapes of a JSON text. The framework's own way throws on a lone surrogate, and a tracker that cuts
/// a text in the middle of an emoji sends one; here it becomes U+FFFD.
/// </summary>
static class JsonEscapes
{
    const int UnicodeEscapeLength = 6; // \uXXXX

    /// <param name="content">A well-formed JSON text without its quotes.</param>
    public static byte[] Resolve(ReadOnlySpan<byte> content)
    {
        var resolved = new byte[content.Length]; // an escape is never shorter than what it stands for
        var length = 0;
        while (!content.IsEmpty)
        {
            var plain = content.IndexOf((byte)'\\');
            plain = plain < 0 ? content.Length : plain;
            content[..plain].CopyTo(resolved.AsSpan(length));
            length += plain;
            content = content[plain..];
            if (content.IsEmpty)
            {
                break;
            }

            var rune = ReadEscape(content, out var escapeLength);
            length += rune.EncodeToUtf8(resolved.AsSpan(length));
            content = content[escapeLength..];
        }

        return resolved[..length];
    }

    static Rune ReadEscape(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        return (char)escape[1] switch
        {
            'b' => new Rune('\b'),
            'f' => new Rune('\f'),
            'n' => new Rune('\n'),
            'r' => new Rune('\r'),
            't' => new Rune('\t'),
            'u' => ReadUnicodeEscape(escape, out length),
            var itself => new Rune(itself),
        };
    }

    static Rune ReadUnicodeEscape(ReadOnlySpan<byte> escape, out int length)
    {
        length = UnicodeEscapeLength;
        var first = HexChar(escape[2..]);
        if (Rune.TryCreate(first, out var rune))
        {
            return rune;
        }

        if (
            escape.Length >= 2 * UnicodeEscapeLength
            && escape[6] == (byte)'\\'
            && escape[7] == (byte)'u'
            && Rune.TryCreate(first, HexChar(escape[8..]), out rune)
        )
        {
            length = 2 * UnicodeEscapeLength;
            return rune;
        }

        return Rune.ReplacementChar;
    }

    static char HexChar(ReadOnlySpan<byte> digits)
    {
        _ = Utf8Parser.TryParse(digits[..4], out ushort value, out _, 'x');
        return (char)value;
    }
}
