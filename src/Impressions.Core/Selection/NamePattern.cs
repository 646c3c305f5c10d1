using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Impressions.Core.Selection;

/// <summary>
/// A regex over names (events, elements), which are few and come again and again: each name is matched once and its
/// answer remembered. Safe for concurrent use, as all settings are.
/// </summary>
sealed class NamePattern
{
    /// <summary>Longest name looked at (bytes); Enrich cuts <c>event_name</c> at 1,000. A longer one does not match.</summary>
    public const int MaxNameBytes = 1_000;

    /// <summary>Most names remembered (names), so that a tracker gone wild costs time, not memory.</summary>
    const int MaxRemembered = 1_024;

    readonly ConcurrentDictionary<string, bool> _answers = new(StringComparer.Ordinal);
    int _remembered; // counting the dictionary's entries would take all of its locks
    readonly byte[][]? _names;
    readonly Regex? _regex;

    /// <exception cref="ArgumentException">The pattern is none.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public NamePattern(string pattern)
    {
        Pattern = pattern;
        _names = NameList.Of(pattern);
        _regex = _names is null ? LinearRegex.Of(WithStrictEnd(pattern)) : null;
    }

    /// <summary>As configured.</summary>
    public string Pattern { get; }

    public bool IsMatch(ReadOnlySpan<byte> name)
    {
        if (_names is null)
        {
            return name.Length <= MaxNameBytes && IsMatchOrWas(name);
        }

        foreach (var listed in _names)
        {
            if (name.SequenceEqual(listed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A <c>$</c> at the end is the end, as in RE2 and in a list of names; .NET's would also match before a last newline.
    /// </summary>
    static string WithStrictEnd(string pattern)
    {
        if (!pattern.EndsWith('$'))
        {
            return pattern;
        }

        var before = pattern.AsSpan(..^1);
        var isEscaped = (before.Length - before.TrimEnd('\\').Length) % 2 == 1;
        return isEscaped ? pattern : $@"{before}\z";
    }

    bool IsMatchOrWas(ReadOnlySpan<byte> name)
    {
        Span<char> buffer = stackalloc char[name.Length]; // UTF-8 has no fewer bytes than UTF-16 has units
        ReadOnlySpan<char> characters = buffer[..Encoding.UTF8.GetChars(name, buffer)];
        var answers = _answers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (answers.TryGetValue(characters, out var isMatch))
        {
            return isMatch;
        }

        isMatch = _regex!.IsMatch(characters);
        if (Volatile.Read(ref _remembered) < MaxRemembered && answers.TryAdd(characters, isMatch))
        {
            _ = Interlocked.Increment(ref _remembered);
        }

        return isMatch;
    }
}
