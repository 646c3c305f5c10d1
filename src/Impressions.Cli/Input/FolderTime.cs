using System.Globalization;
using System.Text.RegularExpressions;

namespace Impressions.Cli.Input;

/// <summary>The time that the folders of a file tell: of a run, an hour or a day (UTC).</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it has ended.</param>
readonly partial record struct FolderTime(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The first folder that names a time; false where none does.</summary>
    public static bool TryRead(string path, out FolderTime time)
    {
        foreach (Match folder in Folders().Matches(path))
        {
            if (TryRead(folder, out time))
            {
                return true;
            }
        }

        time = default;
        return false;
    }

    static bool TryRead(Match folder, out FolderTime time)
    {
        time = default;
        string[] parts = ["year", "month", "day", "hour", "minute", "second"];
        var given = parts.Select(part => folder.Groups[part]).TakeWhile(group => group.Success).ToList();
        string[] formats = ["yyyyMMdd", "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss"];
        if (
            !DateTimeOffset.TryParseExact(
                string.Concat(given.Select(group => group.Value)),
                formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var from
            )
        )
        {
            return false;
        }

        var length = given.Count switch
        {
            3 => TimeSpan.FromDays(1),
            4 => TimeSpan.FromHours(1),
            _ => TimeSpan.FromTicks(1), // a run is named by a moment
        };
        time = new(from, from + length);
        return true;
    }

    /// <summary><c>run=2026-11-30-23-59-59</c>, <c>2026/11/30/23</c> or <c>2026/11/30</c>, <c>date=2026-11-30</c>.</summary>
    [GeneratedRegex(
        @"(?<=\A|/)(?:run=(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)-(?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d)"
            + @"|(?:date|dt|day)=(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:/(?:hour|hh|hr)=(?<hour>\d\d))?"
            + @"|(?<year>\d{4})/(?<month>\d\d)/(?<day>\d\d)(?:/(?<hour>\d\d))?)(?=/)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Folders();
}
