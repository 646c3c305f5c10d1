using System.Globalization;
using Impressions.Cli;
using Impressions.Cli.Input;

namespace Impressions.Edge.Tests.Cli;

public sealed class InputSelectionTests
{
    static readonly InputShare All = new(1, 1);

    [Theory]
    [InlineData("s3://b/enriched/run=2026-11-30-23-59-58/part-1.gz", "2026-11-30T23:59:58Z")]
    [InlineData("enriched/2026/11/30/23/a.gz", "2026-11-30T23:00:00Z")]
    [InlineData("2026/11/30/a.gz", "2026-11-30T00:00:00Z")]
    [InlineData("s3://b/date=2026-11-30/a", "2026-11-30T00:00:00Z")]
    [InlineData("s3://b/dt=2026-11-30/hour=07/a", "2026-11-30T07:00:00Z")]
    [InlineData("s3://b/0000/99/99/run=2026-11-30-23-59-58/a", "2026-11-30T23:59:58Z")]
    [InlineData("s3://b/2026/13/30/a.gz", null)]
    [InlineData("s3://b/run=2026-11-30/a.gz", null)]
    [InlineData("s3://b/x2026/11/30/a.gz", null)]
    [InlineData("2026-11-30.tsv", null)]
    [InlineData("-", null)]
    public void TryRead_Folders_TellTheTime(string path, string? expected)
    {
        var isDated = FolderTime.TryRead(path, out var time);

        Assert.Equal(expected is not null, isDated);
        Assert.Equal(expected is null ? default : Time(expected), time.From);
    }

    [Theory]
    [InlineData("2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "1,2,3,5")]
    [InlineData("2026-11-30T13:00:00Z", "2026-12-01T00:00:00Z", "1,3,5")]
    [InlineData("2026-11-30T12:59:59Z", "2026-11-30T13:00:00Z", "1,2,5")]
    [InlineData(null, "2026-11-30T00:00:00Z", "0,5")]
    [InlineData("2026-12-01T00:00:00Z", null, "4,5")]
    [InlineData(null, null, "0,1,2,3,4,5")]
    public void Choose_Times_TakesWhatOverlaps(string? since, string? until, string expected)
    {
        InputFile[] files =
        [
            Of("run=2026-11-29-23-59-59/a"),
            Of("2026/11/30/a"),
            Of("2026/11/30/12/a"),
            Of("run=2026-11-30-13-00-00/a"),
            Of("date=2026-12-01/a"),
            Of("a"),
        ];

        var (chosen, undated) = new InputSelection(Nullable(since), Nullable(until), All).Choose(files);

        Assert.Equal(expected, string.Join(',', chosen.Select(file => Array.IndexOf(files, file))));
        Assert.Equal(since is null && until is null ? 0 : 1, undated);
    }

    [Fact]
    public void Choose_NoneOfThatTime_SaysSo() =>
        Assert.Contains(
            "--since",
            Assert
                .Throws<UsageException>(() =>
                    new InputSelection(Time("2027-01-01T00:00:00Z"), null, All).Choose([Of("2026/11/30/a")])
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Choose_Shares_AreTogetherAllFiles(int seed)
    {
        var random = new Random(seed);
        InputFile[] files =
        [
            .. Enumerable
                .Range(0, random.Next(3_000))
                .Select(_ =>
                    Of($"s3://bucket/enriched/run=2026-11-{random.Next(1, 30):D2}/{Guid.NewGuid()}.gz")
                ),
        ];

        var shares = Enumerable
            .Range(1, 7)
            .Select(number => new InputSelection(null, null, new InputShare(number, 7)).Choose(files).Files)
            .ToList();

        Assert.Equal(files.Order(ByPath), shares.SelectMany(share => share).Order(ByPath));
        Assert.All(shares, share => Assert.InRange(share.Count, 0, (files.Length / 7) + 100));
    }

    [Fact]
    public void Has_NewFile_MovesNoOther()
    {
        var share = new InputShare(2, 5);
        InputFile[] files = [.. Enumerable.Range(0, 100).Select(i => Of($"s3://b/{i}"))];

        Assert.Equal(
            files.Where(share.Has),
            new InputSelection(null, null, share).Choose([Of("s3://b/000"), .. files]).Files.Intersect(files)
        );
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/10", 3, 10)]
    [InlineData("10000/10000", 10_000, 10_000)]
    public void Parse_Share_IsRead(string text, int number, int count) =>
        Assert.Equal(new InputShare(number, count), InputShare.Parse(text, _ => null));

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1/0")]
    [InlineData("1/10001")]
    [InlineData("-1/3")]
    [InlineData("1/3/5")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("batch")]
    public void Parse_WrongShare_SaysWhatIsExpected(string text) =>
        Assert.Contains(
            "--part",
            Assert.Throws<UsageException>(() => InputShare.Parse(text, _ => null)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("0", "4", 1)]
    [InlineData("3", "4", 4)]
    public void Parse_JobOfAnArray_TakesItsShare(string index, string size, int number) =>
        Assert.Equal(
            new InputShare(number, 4),
            InputShare.Parse("batch", name => name.EndsWith("INDEX", StringComparison.Ordinal) ? index : size)
        );

    static readonly Comparer<InputFile> ByPath = Comparer<InputFile>.Create(
        (one, other) => string.CompareOrdinal(one.Path, other.Path)
    );

    static InputFile Of(string path) => new(path, 1);

    static DateTimeOffset? Nullable(string? text) => text is null ? null : Time(text);

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
