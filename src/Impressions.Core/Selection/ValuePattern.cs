using System.Text;
using System.Text.RegularExpressions;

namespace Impressions.Core.Selection;

/// <summary>
/// A regex for whole values: <c>web</c> matches <c>web</c> alone. Values may be of any number (URLs, ids), so no answer is
/// remembered.
/// </summary>
sealed class ValuePattern
{
    /// <summary>Longest value looked at (bytes); Enrich cuts a URL at 4,096. A longer one does not match.</summary>
    public const int MaxValueBytes = 8_192;

    readonly byte[][]? _values;
    readonly Regex? _regex;

    /// <exception cref="ArgumentException">The pattern is none.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public ValuePattern(string pattern)
    {
        _values = NameList.Of($"^({pattern})$") ?? NameList.Of(pattern);
        if (_values is null)
        {
            _ = LinearRegex.Of(pattern); // alone, so that it cannot close the group around it
            _regex = LinearRegex.Of($@"^(?:{pattern})\z");
        }
    }

    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        if (_values is null)
        {
            return value.Length <= MaxValueBytes && IsMatchOfRegex(value);
        }

        foreach (var listed in _values)
        {
            if (value.SequenceEqual(listed))
            {
                return true;
            }
        }

        return false;
    }

    bool IsMatchOfRegex(ReadOnlySpan<byte> value)
    {
        Span<char> buffer = stackalloc char[value.Length]; // UTF-8 has no fewer bytes than UTF-16 has units
        return _regex!.IsMatch(buffer[..Encoding.UTF8.GetChars(value, buffer)]);
    }
}
