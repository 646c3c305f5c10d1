using System.Text;

namespace Impressions.Core.Selection;

/// <summary>
/// Reads patterns that do no more than list names, as the defaults do: <c>^name$</c>, <c>^(one|other)$</c>. For these no regex
/// has to be built, which costs a cold start more than all else that the core does.
/// </summary>
static class NameList
{
    /// <returns>The names in UTF-8; null when the pattern says anything else.</returns>
    public static byte[][]? Of(string pattern)
    {
        if (!pattern.StartsWith('^') || End(pattern) is not (> 0 and var end))
        {
            return null;
        }

        var list = pattern[1..end];
        if (list.StartsWith('(') && list.EndsWith(')'))
        {
            list = list[1..^1];
        }
        else if (list.Contains('|', StringComparison.Ordinal))
        {
            return null; // ^a|b$ means something else
        }

        var names = list.Split('|');
        return Array.TrueForAll(names, IsPlain) ? Array.ConvertAll(names, Encoding.UTF8.GetBytes) : null;
    }

    static bool IsPlain(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    /// <summary>Where the end of the text is asked for; -1 when it is not.</summary>
    static int End(string pattern) =>
        pattern.EndsWith('$') ? pattern.Length - 1
        : pattern.EndsWith(@"\z", StringComparison.Ordinal) ? pattern.Length - 2
        : -1;
}
