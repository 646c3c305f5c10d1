using System.Text.RegularExpressions;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The pages say what the code does, and their links lead somewhere.</summary>
public sealed partial class PagesTests
{
    /// <summary>What a reader takes in at once, whatever the page has grown to (lines).</summary>
    const int MaxReadmeLines = 180;

    /// <summary>What fits beside an editor's margin (characters).</summary>
    const int MaxReadmeColumns = 120;

    static readonly Page Readme = new("README.md");
    static readonly Page Function = new("src", "Impressions", "README.md");

    static IReadOnlyList<Page> Pages { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path =>
                !path.Split(Path.DirectorySeparatorChar)
                    .Any(folder => folder is "bin" or "obj" or "node_modules" or ".aws-sam")
            )
            .Order(StringComparer.Ordinal)
            .Select(path => new Page(path)),
    ];

    public static TheoryData<string> PageNames => [.. Pages.Select(page => page.Name)];

    [Fact]
    public void Readme_IsShortEnoughToBeRead()
    {
        Assert.InRange(Readme.Lines.Length, 60, MaxReadmeLines);
        Assert.DoesNotContain(Readme.Lines, line => line.Length > MaxReadmeColumns);
    }

    /// <summary>The checks run what the first page says.</summary>
    [Theory]
    [InlineData("    dotnet test ")]
    [InlineData("    dotnet run ")]
    public void Readme_Command_StandsThereOnce(string start) =>
        Assert.Single(Readme.Lines, line => line.StartsWith(start, StringComparison.Ordinal));

    [Fact]
    public void Readme_SettingsThatMatter_AreFiveOfAll()
    {
        var named = Readme.Column("setting");

        Assert.Equal(5, named.Count);
        Assert.Subset(Settings.All.Select(setting => Code(setting.Name)).ToHashSet(), named.ToHashSet());
    }

    /// <summary>The tracking configuration works with the default settings.</summary>
    [Fact]
    public void Readme_Tracking_UsesTheNamesThatTheFunctionLooksFor()
    {
        Assert.Matches(Settings.RecommendationElement.Default, "recommendation-impression");
        Assert.All(
            [
                "name: \"recommendation-impression\"",
                $"dataset: [\"{Settings.RecommendationAttribute.Default}\"]",
                $"dataset: [\"{Settings.ItemAttribute.Default}\"]",
                "shownItems:",
            ],
            text => Assert.Contains(text, Readme.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Settings_TableListsEachWithItsDefault() =>
        Assert.Equal(
            Settings.All.Select(setting =>
                (Code(setting.Name), setting.Default.Length == 0 ? "" : Code(setting.Default))
            ),
            Function.Table("setting").Select(row => (row[0], row[1]))
        );

    [Fact]
    public void Mappings_TableListsEachWithItsEventType() =>
        Assert.Equal(
            EventTable
                .All.Where(row => row.IsMappedByDefault)
                .SelectMany(row =>
                    row.Actions.Where(action => action.DefaultType is not null)
                        .Select(action => (Code(Key(row, action)), action.DefaultType!))
                ),
            Function.Table("event").Select(row => (row[0], row[1]))
        );

    [Fact]
    public void ClickedItemRules_TableListsEachInOrder() =>
        Assert.Equal(CodesOf<ClickedItemRule>(), Function.Column("rule"));

    [Fact]
    public void Anomalies_TableListsEach() =>
        Assert.Equal(Codes<Anomaly>.All.Select(Code), Function.Column("anomaly"));

    [Fact]
    public void Fates_TableListsEachSkipReasonAndWhetherItIsIntended() =>
        Assert.Equal(
            Enum.GetValues<SkipReason>()
                .Skip(1)
                .Select(reason =>
                    (Code(Codes<SkipReason>.Of(reason)), reason.IsIntentional() ? "yes" : "no")
                ),
            Function.Table("fate").Where(row => row[0] == "skipped").Select(row => (row[1], row[3]))
        );

    [Fact]
    public void Fates_TableListsEachDeadLetterReason() =>
        Assert.Equal(
            CodesOf<DeadLetterReason>(),
            Function.Table("fate").Where(row => row[0] == "dead letter").Select(row => row[1])
        );

    [Fact]
    public void Changelog_StartsWithTheVersionOfTheFunction() =>
        Assert.StartsWith(
            $"## {Product.Version} ",
            new Page("src", "CHANGELOG.md").Lines.First(line =>
                line.StartsWith("## ", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Links_EveryOneWithinTheRepository_LeadsSomewhere(string name)
    {
        var page = new Page(name);
        var folder = Path.GetDirectoryName(Repository.PathTo(name))!;

        Assert.All(
            Link()
                .Matches(page.Text)
                .Select(match => match.Groups["target"].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal)),
            target =>
            {
                var (path, anchor) = target.Split('#') is [var file, var heading]
                    ? (file, heading)
                    : (target, "");
                var full = path.Length == 0 ? Repository.PathTo(name) : Path.GetFullPath(path, folder);
                Assert.True(File.Exists(full) || Directory.Exists(full), target);
                Assert.True(anchor.Length == 0 || new Page(full).Anchors.Contains(anchor), target);
            }
        );
    }

    [Fact]
    public void Paths_NamedOnThePages_Exist()
    {
        var named = Pages
            .SelectMany(page => Named().Matches(page.Text).Select(match => match.Value))
            .ToList();

        Assert.InRange(named.Count, 10, 500); // it really found them
        Assert.All(
            named,
            path =>
                Assert.True(
                    File.Exists(Repository.PathTo(path)) || Directory.Exists(Repository.PathTo(path)),
                    path
                )
        );
    }

    static string Key(EventDefinition row, ActionDefinition action) =>
        action.Name.Length == 0 ? row.Name : $"{row.Name}.{action.Name}";

    static IEnumerable<string> CodesOf<T>()
        where T : struct, Enum => Codes<T>.All.Skip(1).Select(Code); // the first is none

    static string Code(string text) => $"`{text}`";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();

    /// <summary>A path from the repository's folder, in code.</summary>
    [GeneratedRegex(
        @"(?<=[` ])(?:src|test|\.ci|\.github)/[A-Za-z0-9_./-]*[A-Za-z0-9_-]",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Named();
}

/// <summary>One page of documentation.</summary>
/// <param name="path">From the repository's folder.</param>
sealed class Page(params string[] path)
{
    public string Name { get; } = Path.Combine(path);

    public string[] Lines { get; } = File.ReadAllLines(Repository.PathTo(path));

    public string Text => string.Join('\n', Lines);

    /// <summary>What a link to a heading is called: lower case, hyphens for spaces, no punctuation.</summary>
    public IEnumerable<string> Anchors =>
        Lines
            .Where(line => line.StartsWith('#'))
            .Select(line =>
                string.Concat(
                    line.TrimStart('#')
                        .Trim()
                        .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                        .Select(c => c == ' ' ? '-' : char.ToLowerInvariant(c))
                )
            );

    public IReadOnlyList<string> Column(string heading) => [.. Table(heading).Select(row => row[0])];

    /// <summary>The rows of the only table whose first heading is this.</summary>
    public IReadOnlyList<string[]> Table(string heading)
    {
        var start = Assert.Single(
            Enumerable.Range(0, Lines.Length - 1),
            i =>
                Cells(Lines[i]).FirstOrDefault() == heading
                && Lines[i + 1].StartsWith("|---", StringComparison.Ordinal)
        );
        var rows = Lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    static string[] Cells(string line) =>
        line.StartsWith('|')
            ? [.. line.Replace("\\|", "\0", StringComparison.Ordinal).Trim('|').Split('|').Select(Cell)]
            : [];

    static string Cell(string text) => text.Replace('\0', '|').Trim();
}
