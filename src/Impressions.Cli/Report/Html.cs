using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Impressions.Cli.Report;

/// <summary>A piece of a page. Made of literal text by <see cref="Of"/> alone, which encodes all that is put into it.</summary>
readonly struct Html
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly string _text;

    Html(string text) => _text = text;

    /// <param name="text">What stands between its braces is encoded, unless it is HTML itself.</param>
    public static Html Of(FormattableString text) =>
        new(
            string.Format(CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(Encoded)])
        );

    /// <param name="text">A file of the tool's own.</param>
    public static Html OfResource(string text) => new(text);

    public override string ToString() => _text;

    static string Encoded(object? value) =>
        value switch
        {
            null => "",
            Html html => html._text,
            IEnumerable<Html> several => string.Concat(several),
            IFormattable number => Encoder.Encode(
                number.ToString(format: null, CultureInfo.InvariantCulture)
            ),
            _ => Encoder.Encode(WithoutControls(value.ToString()!)),
        };

    /// <summary>A page has no way to write them.</summary>
    static string WithoutControls(string text) =>
        string.Create(
            text.Length,
            text,
            (characters, source) =>
            {
                for (var i = 0; i < characters.Length; i++)
                {
                    characters[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
                }
            }
        );
}
