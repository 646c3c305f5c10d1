using System.Text.RegularExpressions;

namespace Impressions.Core.Selection;

static class LinearRegex
{
    /// <summary>
    /// Never backtracks, so no pattern and no input can make it slow: time is linear in the text, and needs no timeout.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Of(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
