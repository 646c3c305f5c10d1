using System.Text;
using System.Text.RegularExpressions;

namespace Impressions;

/// <summary>
/// A regex over names (events, elements), which are few and come again and again: each name is matched once and its
/// answer remembered. Not for concurrent use.
/// </summary>
sealed class NamePattern(Regex regex)
{
    /// <summary>Longest name looked at (bytes); Enrich cuts <c>event_name</c> at 1,000. A longer one does not match.</summary>
    public const int MaxNameBytes = 1_000;

    /// <summary>Most names remembered (names), so that a tracker gone wild costs time, not memory.</summary>
    const int MaxRemembered = 1_024;

    readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);

    /// <summary>The pattern as configured.</summary>
    public string Pattern => regex.ToString();

    public bool IsMatch(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxNameBytes)
        {
            return false;
        }

        Span<char> buffer = stackalloc char[name.Length]; // UTF-8 has no fewer bytes than UTF-16 has units
        ReadOnlySpan<char> characters = buffer[..Encoding.UTF8.GetChars(name, buffer)];
        var answers = _answers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (answers.TryGetValue(characters, out var isMatch))
        {
            return isMatch;
        }

        isMatch = regex.IsMatch(characters);
        if (_answers.Count < MaxRemembered)
        {
            answers[characters] = isMatch;
        }

        return isMatch;
    }
}
