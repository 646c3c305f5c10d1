namespace Impressions.Cli;

/// <summary>The captured sample events that come with the tool.</summary>
static class Samples
{
    static string Folder => Path.Combine(AppContext.BaseDirectory, "events");

    /// <summary>
    /// Lines captured in a real browser, one file a scenario. The cases made by hand to be odd stay out: they fail
    /// on purpose.
    /// </summary>
    public static IReadOnlyList<string> Files =>
        [
            .. Directory
                .GetFiles(Folder, "events.tsv", SearchOption.AllDirectories)
                .Where(file =>
                    !Path.GetFileName(Path.GetDirectoryName(file))!
                        .StartsWith("made-", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
}
