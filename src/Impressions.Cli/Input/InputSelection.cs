using System.CommandLine;
using System.Globalization;

namespace Impressions.Cli.Input;

/// <summary>Which of the files that were named are read: of which time, and which share of them.</summary>
/// <param name="Since">Null for all that is older.</param>
/// <param name="Until">Where it ends; null for all that is newer.</param>
sealed record InputSelection(DateTimeOffset? Since, DateTimeOffset? Until, InputShare Share)
{
    static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
    ];

    static readonly Option<DateTimeOffset?> SinceOption = TimeOption(
        "--since",
        "Only files whose folders name this time or a later one (run=, date= or YYYY/MM/DD/HH folders, UTC): 2026-11-30 or "
            + "2026-11-30T12:00Z. Files without such a folder are read too.",
        endsDay: false
    );

    static readonly Option<DateTimeOffset?> UntilOption = TimeOption(
        "--until",
        "Only files whose folders name an earlier time; a date stands for its whole day.",
        endsDay: true
    );

    static readonly Option<string> Part = new("--part")
    {
        Description =
            "Only a share of the files: I/N for the Ith of N, or batch for what AWS Batch gives a job of an array. The N shares "
            + "together are all files.",
        HelpName = "I/N",
    };

    public static IReadOnlyList<Option> Options { get; } = [SinceOption, UntilOption, Part];

    /// <exception cref="UsageException">A value is wrong.</exception>
    public static InputSelection Of(ParseResult parsed)
    {
        var (since, until) = (parsed.GetValue(SinceOption), parsed.GetValue(UntilOption));
        if (since >= until)
        {
            throw new UsageException("--since: expected a time before the one of --until.");
        }

        var share = parsed.GetValue(Part) is { } part
            ? InputShare.Parse(part, Environment.GetEnvironmentVariable)
            : new InputShare(1, 1);
        return new(since, until, share);
    }

    /// <summary>Finds the files that are meant, and says on standard error which of them had no time to go by.</summary>
    /// <exception cref="UsageException">There is no such file, or none of that time.</exception>
    public async Task<IReadOnlyList<InputFile>> FindAsync(
        IReadOnlyList<string> paths,
        CancellationToken cancellation
    )
    {
        var all = await InputPaths.FindAsync(paths, cancellation).ConfigureAwait(false);
        var (files, undated) = Choose(all);
        if (undated > 0)
        {
            await Console
                .Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{undated:N0} of {all.Count:N0} files have no time in their folders: they are read whatever --since and --until say."
                    )
                )
                .ConfigureAwait(false);
        }

        return files;
    }

    /// <returns>In the same order, and how many of all have no time.</returns>
    /// <exception cref="UsageException">None is of that time.</exception>
    public (IReadOnlyList<InputFile> Files, int Undated) Choose(IReadOnlyList<InputFile> files)
    {
        var undated = 0;
        var ofTime = Since is null && Until is null ? files : files.Where(IsOfTime).ToList();
        return ofTime.Count > 0 || files.Count == 0
            ? ([.. ofTime.Where(Share.Has)], undated)
            : throw new UsageException(
                $"None of {files.Count} files is of the time that --since and --until name, by their folders."
            );

        bool IsOfTime(InputFile file)
        {
            if (FolderTime.TryRead(file.Path, out var time))
            {
                return (Since is null || time.To > Since) && (Until is null || time.From < Until);
            }

            undated++;
            return true;
        }
    }

    /// <param name="endsDay">A date stands for where its day ends.</param>
    static Option<DateTimeOffset?> TimeOption(string name, string description, bool endsDay) =>
        new(name)
        {
            Description = description,
            HelpName = "TIME",
            CustomParser = given =>
            {
                var text = given.Tokens[0].Value;
                if (
                    !DateTimeOffset.TryParseExact(
                        text,
                        TimeFormats,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal,
                        out var time
                    )
                )
                {
                    given.AddError(
                        $"{name}: expected a date (2026-11-30) or a time (2026-11-30T12:00Z), got {text}."
                    );
                }

                var isDate = text.Length == TimeFormats[0].Length;
                return isDate && endsDay && time < DateTimeOffset.MaxValue.AddDays(-1)
                    ? time.AddDays(1)
                    : time;
            },
        };
}
