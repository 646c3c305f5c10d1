using System.Text;
using System.Text.Json;
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
