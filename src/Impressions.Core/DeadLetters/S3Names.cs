using System.Text.RegularExpressions;

namespace Impressions.Core.DeadLetters;

/// <summary>What S3 takes for a bucket's name, and what is safe in keys.</summary>
static partial class S3Names
{
    /// <summary>Longest prefix (characters). S3 takes keys of 1,024 bytes; date, time and ids need about 100.</summary>
    public const int MaxPrefixLength = 200;

    /// <summary>By S3's rules for general purpose buckets; no ARN, no IP address.</summary>
    public static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && Bucket().IsMatch(name) && !Address().IsMatch(name);

    /// <summary>
    /// No part may be empty or start with a dot: clients and consoles would fold such a path. Letter by letter: every start
    /// checks its prefix, and the first regex of a process takes its time.
    /// </summary>
    public static bool IsPrefix(string prefix)
    {
        var before = '/';
        foreach (var letter in prefix)
        {
            var isFirst = before == '/';
            if (!(IsPlain(letter) || (letter is '.' or '/' && !isFirst)))
            {
                return false;
            }

            before = letter;
        }

        return prefix.Length <= MaxPrefixLength;
    }

    static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '=' or '-';

    [GeneratedRegex(@"\A[a-z0-9](-*[a-z0-9]|\.[a-z0-9])*\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Bucket();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+){3}\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Address();
}
