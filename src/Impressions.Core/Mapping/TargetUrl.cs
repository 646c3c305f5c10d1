using System.Text;
using Impressions.Core.Selection;

namespace Impressions.Core.Mapping;

/// <summary>The URL of a clicked link: where it leads, and which shown item it names.</summary>
readonly struct TargetUrl
{
    /// <summary>What may name a shown item: the whole URL, its fragment alone, or nothing.</summary>
    readonly string _naming;

    readonly bool _isFragment;

    /// <param name="url">As the tracker sends it, usually absolute (UTF-8).</param>
    /// <param name="pageUrl">Of the page with the link (UTF-8); empty when it is not known.</param>
    public TargetUrl(ReadOnlySpan<byte> url, ReadOnlySpan<byte> pageUrl)
    {
        url = url.Trim(Blanks);
        if (IsOpaque(url))
        {
            (LeadsNowhere, _naming) = (true, "");
            return;
        }

        var fragment = url.IndexOf((byte)'#');
        var isOnPage =
            fragment == 0
            || (!url.IsEmpty && WithoutFragment(url).SequenceEqual(WithoutFragment(pageUrl.Trim(Blanks))));
        LeadsNowhere = isOnPage;
        _isFragment = isOnPage && fragment >= 0;
        _naming = Encoding.UTF8.GetString(_isFragment ? url[(fragment + 1)..].TrimStart((byte)'!') : url);
    }

    static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>
    /// True when it stays on its page, or does not lead to a page at all (<c>mailto:</c>, <c>javascript:</c>). A shown item may
    /// still be named by it: single-page applications have routes in the fragment.
    /// </summary>
    public bool LeadsNowhere { get; }

    /// <summary>What the pattern finds, as it stands in the URL; empty when there is nothing.</summary>
    public string Capture(ItemPattern? pattern) =>
        pattern is null || _isFragment || _naming.Length == 0 ? "" : pattern.Find(_naming);

    /// <summary>
    /// The one shown item that a path segment or query value names; null when none does, or several are named.
    /// </summary>
    public string? OnlyItemOf(ItemList shown)
    {
        if (shown.Count == 0)
        {
            return null;
        }

        string? only = null;
        foreach (var part in new UrlParts(_naming))
        {
            if (ItemNamedBy(part, shown) is not { } item || item == only)
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = item;
        }

        return only;
    }

    /// <summary>
    /// The shown item that is this part of a URL, be it with a file ending, with a plus for a space, or only the number at
    /// the end of a global id (<c>gid://shopify/Product/123</c>). Null when there is none.
    /// </summary>
    /// <param name="part">Percent-encoded.</param>
    public static string? ItemNamedBy(ReadOnlySpan<char> part, ItemList shown)
    {
        if (part.IsEmpty || shown.Count == 0)
        {
            return null;
        }

        if (!part.ContainsAny('%', '+'))
        {
            return shown.Find(part) ?? shown.Find(WithoutEnding(part)) ?? ItemOfNumber(part, shown);
        }

        var text = Uri.UnescapeDataString(part);
        var spaced = Uri.UnescapeDataString(part.ToString().Replace('+', ' '));
        return shown.Find(text)
            ?? shown.Find(spaced)
            ?? shown.Find(WithoutEnding(text))
            ?? shown.Find(WithoutEnding(spaced))
            ?? ItemOfNumber(text, shown);
    }

    /// <summary>Null when not exactly one global id ends with the number.</summary>
    static string? ItemOfNumber(ReadOnlySpan<char> text, ItemList shown)
    {
        var number = WithoutEnding(text);
        if (number.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        string? found = null;
        foreach (var item in shown.Items)
        {
            if (
                !item.AsSpan().EndsWith(number, StringComparison.Ordinal)
                || item.Length == number.Length
                || item[^(number.Length + 1)] != '/'
                || !item.Contains("://", StringComparison.Ordinal)
            )
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = item;
        }

        return found;
    }

    /// <summary>Without a file ending of two to five letters and digits, such as <c>.html</c>.</summary>
    static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> text)
    {
        var dot = text.LastIndexOf('.');
        var ending = text[(dot + 1)..];
        if (dot <= 0 || ending.Length is < 2 or > 5 || !char.IsAsciiLetter(ending[0]))
        {
            return text;
        }

        foreach (var letter in ending)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                return text;
            }
        }

        return text[..dot];
    }

    /// <summary>A scheme without a host behind it, such as <c>tel:</c>.</summary>
    static bool IsOpaque(ReadOnlySpan<byte> url)
    {
        var colon = url.IndexOf((byte)':');
        if (colon <= 0 || !char.IsAsciiLetter((char)url[0]))
        {
            return false;
        }

        var scheme = url[..colon];
        foreach (var letter in scheme)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'-'))
            {
                return false; // a path, or a host and its port
            }
        }

        return Ascii.EqualsIgnoreCase(scheme, "javascript"u8) || !url[(colon + 1)..].StartsWith("//"u8);
    }

    static ReadOnlySpan<byte> WithoutFragment(ReadOnlySpan<byte> url)
    {
        var fragment = url.IndexOf((byte)'#');
        return fragment < 0 ? url : url[..fragment];
    }
}
