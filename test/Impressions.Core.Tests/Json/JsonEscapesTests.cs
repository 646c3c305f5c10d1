using System.Globalization;
using System.Text;
using Impressions.Core.Json;

namespace Impressions.Core.Tests.Json;

public sealed class JsonEscapesTests
{
    [Theory]
    [InlineData(@"", "")]
    [InlineData(@"plain é 😀", "plain é 😀")]
    [InlineData(@"\""", "\"")]
    [InlineData(@"\\", "\\")]
    [InlineData(@"\/", "/")]
    [InlineData(@"\b\f\n\r\t", "\b\f\n\r\t")]
    [InlineData(@"\""a\""", "\"a\"")] // at both ends
    [InlineData(@"\\a\\", "\\a\\")]
    [InlineData(@"\\u0041", "\\u0041")] // an escaped backslash, then plain text
    [InlineData(@"\\\u0041", "\\A")]
    [InlineData(@"\u0041\u00e9\u20AC", "Aé€")] // small and large hex digits
    [InlineData(@"\u0000", "\0")]
    [InlineData(@"a\ud83d\ude00b", "a😀b")]
    [InlineData(@"\uD83D\uDE00\uD83D\uDE00", "😀😀")]
    public void Resolve_EachEscape_IsWhatItStandsFor(string content, string expected) =>
        Assert.Equal(expected, Resolve(content));

    [Theory]
    [InlineData(@"\ud83d", "\uFFFD")] // cut in the middle of an emoji
    [InlineData(@"a\ud83db", "a\uFFFDb")]
    [InlineData(@"\ude00", "\uFFFD")]
    [InlineData(@"\ude00\ud83d", "\uFFFD\uFFFD")] // the wrong way round
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData(@"\ud83d\n", "\uFFFD\n")]
    [InlineData(@"\ud83d\u0041", "\uFFFDA")]
    [InlineData(@"\ud83d\\ude00", "\uFFFD\\ude00")] // what follows is an escaped backslash
    [InlineData(@"\ud83dxude00", "\uFFFDxude00")] // no escape
    [InlineData(@"\ud83d\bde00", "\uFFFD\bde00")] // another escape
    public void Resolve_LoneSurrogate_IsTheReplacementCharacter(string content, string expected) =>
        Assert.Equal(expected, Resolve(content));

    [Fact]
    public void Resolve_AnyText_AgreesWithTheFrameworksEncoding()
    {
        var random = new Random(3);
        var lone = 0;
        for (var run = 0; run < 2_000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(8)).Select(_ => Unit(random))]);
            var content = string.Concat(text.Select(unit => Escape(unit, random)));
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // replaces lone surrogates

            Assert.Equal(expected, Resolve(content));
            lone += expected == text ? 0 : 1;
        }

        Assert.InRange(lone, 200, 1_800); // texts with and without lone surrogates
    }

    [Fact]
    public void Id_InvalidUtf8_HasTheReplacementCharacter()
    {
        Assert.Equal("a\uFFFDb", Read([(byte)'"', (byte)'a', 0xFF, (byte)'b', (byte)'"']).Id);
        Assert.Equal("\n\uFFFD", Read([(byte)'"', (byte)'\\', (byte)'n', 0xC3, (byte)'"']).Id);
    }

    static string Resolve(string content) =>
        Encoding.UTF8.GetString(JsonEscapes.Resolve(Encoding.UTF8.GetBytes(content)));

    static char Unit(Random random) =>
        random.Next(4) switch
        {
            0 => (char)random.Next(0xD800, 0xDC00),
            1 => (char)random.Next(0xDC00, 0xE000),
            2 => (char)random.Next(0x20, 0x7F),
            _ => (char)random.Next(0xA0, 0xD800),
        };

    static string Escape(char unit, Random random) =>
        char.IsSurrogate(unit) || unit is '"' or '\\' || random.Next(2) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")
            : unit.ToString();

    static JsonValue Read(byte[] json)
    {
        Assert.True(new JsonTape().TryRead(json, out var value));
        return value;
    }
}
