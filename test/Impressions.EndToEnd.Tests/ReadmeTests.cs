namespace Impressions.Tests;

/// <summary>The README's tables say what the code does.</summary>
public sealed class ReadmeTests
{
    const int MaxLines = 340;

    static readonly string[] Lines = File.ReadAllLines(Repository.PathTo("README.md"));

    [Fact]
    public void Readme_IsShortEnoughToBeRead() => Assert.InRange(Lines.Length, 100, MaxLines);

    [Fact]
    public void Settings_TableListsEachWithItsDefault() =>
        Assert.Equal(
            Settings.All.Select(setting =>
                (Code(setting.Name), setting.Default.Length == 0 ? "" : Code(setting.Default))
            ),
            Table("setting").Select(row => (row[0], row[1]))
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
            Table("event").Select(row => (row[0], row[1]))
        );

    [Fact]
    public void ClickedItemRules_TableListsEachInOrder() =>
        Assert.Equal(CodesOf<ClickedItemRule>(), Column("rule"));

    [Fact]
    public void Anomalies_TableListsEach() =>
        Assert.Equal(Codes<Anomaly>.All.Select(Code), Column("anomaly"));

    [Fact]
    public void Fates_TableListsEachSkipReasonAndWhetherItIsIntended() =>
        Assert.Equal(
            Enum.GetValues<SkipReason>()
                .Skip(1)
                .Select(reason =>
                    (Code(Codes<SkipReason>.Of(reason)), reason.IsIntentional() ? "yes" : "no")
                ),
            Table("fate").Where(row => row[0] == "skipped").Select(row => (row[1], row[3]))
        );

    [Fact]
    public void Fates_TableListsEachDeadLetterReason() =>
        Assert.Equal(
            CodesOf<DeadLetterReason>(),
            Table("fate").Where(row => row[0] == "dead letter").Select(row => row[1])
        );

    /// <summary>The tracking configuration works with the default settings.</summary>
    [Fact]
    public void Tracking_UsesTheNamesThatTheFunctionLooksFor()
    {
        var text = string.Join('\n', Lines);

        Assert.Matches(Settings.RecommendationElement.Default, "recommendation-impression");
        Assert.Contains("name: \"recommendation-impression\"", text, StringComparison.Ordinal);
        Assert.Contains(
            $"dataset: [\"{Settings.RecommendationAttribute.Default}\"]",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains($"dataset: [\"{Settings.ItemAttribute.Default}\"]", text, StringComparison.Ordinal);
        Assert.Contains("shownItems:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_NamedInTheReadme_Exist()
    {
        var named = Lines
            .SelectMany(line => line.Split('`', ' '))
            .Where(word => word.StartsWith("test/events/", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(File.Exists(Repository.PathTo(path)), path));
    }

    static string Key(EventDefinition row, ActionDefinition action) =>
        action.Name.Length == 0 ? row.Name : $"{row.Name}.{action.Name}";

    static IEnumerable<string> CodesOf<T>()
        where T : struct, Enum => Codes<T>.All.Skip(1).Select(Code); // the first is none

    static string Code(string text) => $"`{text}`";

    static IEnumerable<string> Column(string heading) => Table(heading).Select(row => row[0]);

    /// <summary>The rows of the only table whose first heading is this.</summary>
    static List<string[]> Table(string heading)
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
