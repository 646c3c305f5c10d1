using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The tool on archives in a bucket, as a user starts it.</summary>
public sealed class ArchiveToolTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("impressions-archive-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Of each thousandth object the first read breaks off, of another it is slowed down.</summary>
    [Fact]
    public async Task Export_TenThousandObjects_IsWhatTheyHoldInTheirOrder()
    {
        await using var bucket = await ArchiveBucket.StartAsync(
            (key, before) =>
                before > 0 ? ReadFault.None
                : key.EndsWith("500.gz", StringComparison.Ordinal) ? ReadFault.BreaksOff
                : key.EndsWith("011.gz", StringComparison.Ordinal) ? ReadFault.SlowDown
                : ReadFault.None
        );
        for (var i = 0; i < 10_000; i++)
        {
            bucket[$"enriched/run=2026-11-30-{i / 1_000:D2}-00-00/{i:D5}.gz"] = Gzip(Line(i));
        }

        bucket["enriched/run=2026-11-30-00-00-00/"] = []; // as consoles make folders

        var export = await RunAsync(bucket, "export", "s3://archive/enriched/");

        Assert.Equal((0, "10,000 events, 10,000 interactions written\n"), (export.ExitCode, export.Errors));
        Assert.Equal(Enumerable.Range(0, 10_000).Select(User), Users(export.Output));
    }

    [Fact]
    public async Task Export_Parts_AreTogetherTheWhole()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            bucket[$"enriched/2026/11/{1 + (i % 30):D2}/{i}.gz"] = Gzip(Line(i));
        }

        for (var job = 0; job < 3; job++)
        {
            var part = await Command.RunAsync(
                Built.Tool,
                ["export", "s3://archive/enriched/", "--part", "batch", "--output", "s3://archive/out"],
                [
                    .. bucket.Environment,
                    ("AWS_BATCH_JOB_ARRAY_INDEX", job.ToString(CultureInfo.InvariantCulture)),
                    ("AWS_BATCH_JOB_ARRAY_SIZE", "3"),
                ]
            );
            Assert.True(part.ExitCode == 0, part.Errors);
        }

        var written = bucket.Keys.Where(key => key.EndsWith(".csv", StringComparison.Ordinal)).ToList();
        Assert.All(
            written,
            key => Assert.Matches(@"\Aout/interactions-0000[123]-of-00003-00001\.csv\z", key)
        );
        Assert.Equal(
            Enumerable.Range(0, 60).Select(User).Order(StringComparer.Ordinal),
            written
                .SelectMany(key => Users(Encoding.UTF8.GetString(bucket[key])))
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(3, bucket.Keys.Count(key => key.StartsWith("out/manifest/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("report", "events")]
    [InlineData("replay", "events")]
    public async Task Command_SinceAndUntil_ReadsThatTimeAndWhatHasNone(string command, string count)
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        (bucket["2026/11/29/a"], bucket["2026/11/30/a"]) = (Plain(0), Plain(1));
        (bucket["2026/12/01/a"], bucket["undated"]) = (Plain(2), Plain(3));

        string[] dry = command == "replay" ? ["--dry-run"] : [];
        var run = await RunAsync(
            bucket,
            [command, "s3://archive/", "--since", "2026-11-30", "--until", "2026-11-30", "--json", .. dry]
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.StartsWith("1 of 4 files have no time", run.Errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetProperty(count).GetInt32());
    }

    [Fact]
    public async Task Export_ObjectDeletedMeanwhile_SaysWhich()
    {
        await using var bucket = await ArchiveBucket.StartAsync(
            (key, _) => key == "b" ? ReadFault.Gone : ReadFault.None
        );
        (bucket["a"], bucket["b"]) = (Gzip(Line(1)), Gzip(Line(2)));

        var export = await RunAsync(bucket, "export", "s3://archive/");

        Assert.Equal(2, export.ExitCode);
        Assert.Contains("s3://archive/b is no longer there", export.Errors, StringComparison.Ordinal);
        Assert.Equal([User(1)], Users(export.Output));
    }

    /// <summary>Whoever starts an import goes by the manifest.</summary>
    [Fact]
    public async Task Export_InputThatCannotBeRead_LeavesNoManifest()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        (bucket["in/a"], bucket["in/b.gz"]) = (Gzip(Line(1)), [1, 2, 3]);

        var export = await RunAsync(bucket, "export", "s3://archive/in/", "--output", "s3://archive/out/");

        Assert.Equal(2, export.ExitCode);
        Assert.Equal(["in/a", "in/b.gz"], bucket.Keys);
        Assert.Equal(0, bucket.OpenUploads);
    }

    static Task<Command> RunAsync(ArchiveBucket bucket, params string[] arguments) =>
        Command.RunAsync(Built.Tool, arguments, [.. bucket.Environment]);

    static IEnumerable<string> Users(string csv) =>
        csv.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')[0]);

    static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{number:D5}");

    static string Line(int number) =>
        Some.Line((EnrichedColumn.EventId, Guid.NewGuid().ToString()), (EnrichedColumn.UserId, User(number)))
        + "\n";

    static byte[] Plain(int number) => Encoding.UTF8.GetBytes(Line(number));

    static byte[] Gzip(string text)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return content.ToArray();
    }
}
