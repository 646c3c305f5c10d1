using System.IO.Compression;
using System.Text.Json;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary><c>impressions report</c> as a user starts it, and its page as a browser shows it.</summary>
public sealed class ReportToolTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("impressions-report-");

    [Fact]
    public async Task Report_FilesFolderGzipAndStandardInput_TellTheSame()
    {
        var lines = Lines(200);
        var plain = Path.Combine(_folder.CreateSubdirectory("events").FullName, "a.tsv");
        var gzip = Path.Combine(_folder.FullName, "b.tsv.gz");
        await File.WriteAllLinesAsync(plain, lines);
        await using (var packed = new GZipStream(File.Create(gzip), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(await File.ReadAllBytesAsync(plain));
        }

        var file = await ReportAsync(plain, "--json");
        var folder = await ReportAsync(Path.GetDirectoryName(plain)!, "--json");
        var unpacked = await ReportAsync(gzip, "--json");
        var piped = await Command.RunAsync(
            "bash",
            ["-c", $"'{Built.Tool}' report - --json < '{plain}'"],
            ("RECOMMENDATION_ELEMENT", ReportTraffic.WidgetPattern)
        );

        using var json = JsonDocument.Parse(file.Output);
        Assert.Equal(lines.Count, json.RootElement.GetProperty("events").GetInt32());
        Assert.Equal((1, ""), (file.ExitCode, file.Errors)); // there are damaged lines among them
        Assert.All([folder, unpacked, piped], other => Assert.Equal(file, other));
    }

    [Fact]
    public async Task Report_CapturedEvents_ShowsTablesAndSentences()
    {
        var run = await Command.RunAsync(
            Built.Tool,
            ["report", Path.Combine(Repository.Events, "published-click-item3", "events.tsv")]
        );

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "Recommendations seen: 1; an item was clicked in 1 of them: 100.0 % (95 %: 20.7–100.0 %).",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Report_NothingToReport_LeavesNoPage()
    {
        var page = Path.Combine(_folder.FullName, "report.html");

        var run = await ReportAsync("/dev/null", "--html", page);

        Assert.Equal(2, run.ExitCode);
        Assert.False(File.Exists(page));
    }

    [Fact]
    public async Task Page_InABrowser_ShowsBarsAndIntervalsToScale()
    {
        Needs.Browser();
        var (lines, page) = (
            Path.Combine(_folder.FullName, "events.tsv"),
            Path.Combine(_folder.FullName, "report.html")
        );
        await File.WriteAllLinesAsync(lines, Lines(400));
        var report = await ReportAsync(lines, "--json", "--html", page);
        using var figures = JsonDocument.Parse(report.Output);

        var run = await Command.RunAsync(
            "node",
            [Path.Combine(NodeJs.SdkFolder, "report.mjs"), Browser.Executable, page]
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        using var told = JsonDocument.Parse(run.Output);
        var views = told.RootElement.EnumerateArray().ToList();
        Assert.All(views, AssertWhole);
        Assert.All(
            views,
            view => AssertToScale(figures.RootElement.GetProperty("widgets"), view.GetProperty("widgets"))
        );
        Assert.NotEqual(Text(views[0], "paper"), Text(views[1], "paper"));
    }

    static void AssertWhole(JsonElement view)
    {
        Assert.Equal(0, view.GetProperty("problems").GetArrayLength());
        Assert.Equal(1, view.GetProperty("requests").GetInt32());
        Assert.Equal("CSS1Compat", Text(view, "mode"));
        Assert.True(view.GetProperty("fits").GetBoolean());
        Assert.Equal(9, view.GetProperty("sections").GetArrayLength());
        Assert.Equal(2, view.GetProperty("pictures").GetArrayLength());
        Assert.All(
            view.GetProperty("pictures").EnumerateArray(),
            height => Assert.InRange(height.GetDouble(), 100, 400)
        );
    }

    /// <summary>All of them by the same factor, but for the width of a line.</summary>
    static void AssertToScale(JsonElement figures, JsonElement shown)
    {
        var rows = figures.EnumerateArray().Zip(shown.EnumerateArray()).ToList();
        Assert.Equal(4, rows.Count);
        var scale = Pixels(rows[0].Second, "bar") / Share(rows[0].First, "share");
        Assert.All(
            rows,
            row =>
            {
                Assert.Equal(Text(row.First, "name"), Text(row.Second, "name"));
                Assert.Equal(Share(row.First, "share") * scale, Pixels(row.Second, "bar"), 2.0);
                Assert.Equal(Share(row.First, "low") * scale, Pixels(row.Second, "low"), 2.0);
                Assert.Equal(Share(row.First, "high") * scale, Pixels(row.Second, "high"), 2.0);
            }
        );
    }

    static double Share(JsonElement row, string name) =>
        row.GetProperty("clickThrough").GetProperty(name).GetDouble();

    static double Pixels(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    static IReadOnlyList<string> Lines(int visits) =>
        new ReportTraffic(11).Visits(visits, TimeSpan.FromHours(1));

    static Task<Command> ReportAsync(params string[] arguments) =>
        Command.RunAsync(
            Built.Tool,
            ["report", .. arguments],
            ("RECOMMENDATION_ELEMENT", ReportTraffic.WidgetPattern)
        );

    public void Dispose() => _folder.Delete(recursive: true);
}
