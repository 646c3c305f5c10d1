using System.Text;
using System.Text.Json;
using Impressions.Cli;
using Impressions.Cli.Aws;
using Impressions.Cli.Export;
using Impressions.Cli.Input;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Export;

public sealed class InteractionsObjectsTests
{
    static readonly S3Location Folder = new(ArchiveBucket.Name, "export/");

    [Fact]
    public async Task Write_MoreThanAnObjectHolds_GoesIntoTheNext()
    {
        await using var bucket = await ArchiveBucket.StartAsync();

        Write(bucket, new InputShare(1, 1), rows: 5_000, maxBytes: 50_000);

        string[] keys = [.. bucket.Keys.Where(key => key.EndsWith(".csv", StringComparison.Ordinal))];
        Assert.InRange(keys.Length, 3, 30);
        Assert.Equal("export/interactions-00001.csv", keys[0]);
        var lines = keys.Select(key => Encoding.UTF8.GetString(bucket[key]).TrimEnd('\n').Split('\n'))
            .ToList();
        Assert.All(lines, part => Assert.StartsWith("USER_ID,ITEM_ID", part[0], StringComparison.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, 5_000).Select(row => $"user-{row}"),
            lines.SelectMany(part => part.Skip(1)).Select(line => line.Split(',')[0])
        );
        using var manifest = JsonDocument.Parse(bucket["export/manifest/interactions.json"]);
        Assert.Equal("USER_ID", manifest.RootElement.GetProperty("columns")[0].GetString());
        Assert.Equal(
            keys.Select((key, i) => (key, bucket[key].Length, lines[i].Length - 1)),
            manifest
                .RootElement.GetProperty("objects")
                .EnumerateArray()
                .Select(item =>
                    (
                        item.GetProperty("key").GetString()!,
                        item.GetProperty("bytes").GetInt32(),
                        item.GetProperty("rows").GetInt32()
                    )
                )
        );
    }

    [Fact]
    public async Task Write_LargeObject_IsUploadedInParts()
    {
        await using var bucket = await ArchiveBucket.StartAsync();

        Write(bucket, new InputShare(3, 7), rows: 500_000);

        Assert.Equal(
            [
                "export/interactions-00003-of-00007-00001.csv",
                "export/manifest/interactions-00003-of-00007.json",
            ],
            bucket.Keys
        );
        Assert.Equal(500_001, bucket[bucket.Keys[0]].Count(letter => letter == '\n'));
        Assert.Equal(0, bucket.OpenUploads);
    }

    [Fact]
    public async Task Write_Nothing_LeavesAManifestOnly()
    {
        await using var bucket = await ArchiveBucket.StartAsync();

        Write(bucket, new InputShare(1, 2), rows: 0);

        Assert.Equal(["export/manifest/interactions-00001-of-00002.json"], bucket.Keys);
    }

    [Fact]
    public async Task Dispose_BeforeItIsComplete_LeavesNothing()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        using var client = bucket.CreateClient();
        using (var upload = new S3Upload(client, new S3Location(ArchiveBucket.Name, "a")))
        {
            upload.Write(new byte[40_000_000]);
            upload.Write(new byte[40_000_000]);
            Assert.Equal(1, bucket.OpenUploads);
        }

        Assert.Equal((0, 0), (bucket.OpenUploads, bucket.Keys.Count));
    }

    [Fact]
    public async Task Write_PartSlowedDown_IsTriedAgain()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket.UploadFaults = (_, before) => before == 0 ? (503, "SlowDown") : null;

        Write(bucket, new InputShare(1, 1), rows: 500_000);

        Assert.Equal(500_001, bucket["export/interactions-00001.csv"].Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Write_PartRefused_SaysWhyAndLeavesNothing()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket.UploadFaults = (number, _) => number > 1 ? (403, "AccessDenied") : null;

        var failure = Assert.Throws<UsageException>(() =>
            Write(bucket, new InputShare(1, 1), rows: 1_000_000)
        );

        Assert.Contains("s3:PutObject", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (bucket.OpenUploads, bucket.Keys.Count));
    }

    /// <summary>What went wrong first is what the user must know.</summary>
    [Fact]
    public async Task Dispose_UploadThatMayNotBeTakenBack_KeepsTheFirstFailure()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket.DeniesAborts = true;
        using var client = bucket.CreateClient();

        var failure = Assert.Throws<InvalidDataException>(FailInTheMiddle);

        Assert.Equal("first", failure.Message);

        void FailInTheMiddle()
        {
            using var upload = new S3Upload(client, new S3Location(ArchiveBucket.Name, "a"));
            upload.Write(new byte[40_000_000]);
            throw new InvalidDataException("first");
        }
    }

    /// <summary>An import takes the whole folder: rows of both would count.</summary>
    [Theory]
    [InlineData("export/interactions-00001.csv")]
    [InlineData("export/interactions-00001-of-00003-00001.csv")]
    public async Task CheckFolder_AnotherExport_IsRefused(string key)
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket[key] = [1];

        var failure = await Assert.ThrowsAsync<UsageException>(() =>
            CheckAsync(bucket, new InputShare(1, 2))
        );

        Assert.StartsWith($"s3://archive/{key} is left", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export/interactions-00002-of-00002-00001.csv")]
    [InlineData("export/interactions-00001-of-00002-00001.csv")] // of a job that broke off
    [InlineData("export/manifest/interactions-00001-of-00002.json")] // of one that was started again
    [InlineData("export/interactions-of-2025/interactions-00001.csv")]
    [InlineData("export-of-2025/interactions-00001.csv")]
    public async Task CheckFolder_OtherSharesAndWhatNoImportTakes_AreFine(string key)
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket[key] = [1];

        await CheckAsync(bucket, new InputShare(1, 2));

        Assert.Equal([key], bucket.Keys);
    }

    /// <summary>Its first object was written over; the second one would be imported too.</summary>
    [Fact]
    public async Task Complete_LongerTryBefore_IsToldAndLeavesNoManifest()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        (bucket["export/interactions-00001.csv"], bucket["export/interactions-00002.csv"]) = ([1], [1]);
        using var client = bucket.CreateClient();
        using var objects = new InteractionsObjects(client, Folder, new InputShare(1, 1), []);
        await objects.CheckFolderAsync(TestContext.Current.CancellationToken);
        objects.Write(Some.Interaction());

        var failure = Assert.Throws<UsageException>(() =>
            objects.Complete(new Exporter(objects, new RememberedIds(1 << 20)))
        );

        Assert.Contains("export/interactions-00002.csv", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["export/interactions-00001.csv", "export/interactions-00002.csv"], bucket.Keys);
    }

    static async Task CheckAsync(ArchiveBucket bucket, InputShare share)
    {
        using var client = bucket.CreateClient();
        using var objects = new InteractionsObjects(client, Folder, share, []);
        await objects.CheckFolderAsync(TestContext.Current.CancellationToken);
    }

    static void Write(ArchiveBucket bucket, InputShare share, int rows, long maxBytes = 1 << 30)
    {
        using var client = bucket.CreateClient();
        using var objects = new InteractionsObjects(client, Folder, share, [], maxBytes);
        for (var row = 0; row < rows; row++)
        {
            objects.Write(Some.Interaction(userId: $"user-{row}"));
        }

        objects.Complete(new Exporter(objects, new RememberedIds(1 << 20)));
    }
}
