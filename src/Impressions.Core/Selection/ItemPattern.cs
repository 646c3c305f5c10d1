using System.Text.RegularExpressions;

namespace Impressions.Core.Selection;

/// <summary>A regex that finds an item in a URL, in its group <c>item</c>.</summary>
sealed class ItemPattern
{
    const string Group = "item";

    readonly bool _isDefault;
    Regex? _regex;

    ItemPattern(string pattern)
    {
        Pattern = pattern;
        _isDefault = pattern == Settings.ClickedItemPattern.Default;
    }

    /// <summary>As configured.</summary>
    public string Pattern { get; }

    Regex Regex => _regex ??= LinearRegex.Of(Pattern);

    /// <summary>Needs no regex: <see cref="VariantParameter"/>.</summary>
    public static ItemPattern Default { get; } = new(Settings.ClickedItemPattern.Default);

    /// <exception cref="ArgumentException">The pattern is none, or has no such group.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static ItemPattern Of(string pattern)
    {
        var item = new ItemPattern(pattern);
        return item._isDefault || item.Regex.GetGroupNames().Contains(Group, StringComparer.Ordinal)
            ? item
            : throw new ArgumentException($"There is no group named {Group}.", nameof(pattern));
    }

    /// <summary>As it stands in the URL; empty when there is none.</summary>
    public string Find(string url) =>
        _isDefault ? VariantParameter.Find(url).ToString() : Regex.Match(url).Groups[Group].Value;
}
