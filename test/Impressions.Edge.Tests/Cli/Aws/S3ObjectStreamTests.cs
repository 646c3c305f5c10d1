using Impressions.Cli;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Aws;

public sealed class S3ObjectStreamTests
{
    const string Key = "enriched/a.gz";

    static readonly byte[] Content = [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * 7 % 251))];

    [Fact]
    public async Task Read_WholeObject_IsItsContent() => Assert.Equal(Content, await ReadAsync());

    /// <summary>Each time half of what is left, so that four go on from where the one before ended.</summary>
    [Fact]
    public async Task Read_BreaksOffSeveralTimes_GoesOnFromThere()
    {
        var reads = 0;

        var content = await ReadAsync(
            (_, before) =>
            {
                reads++;
                return before < 4 ? ReadFault.BreaksOff : ReadFault.None;
            }
        );

        Assert.Equal(Content, content);
        Assert.Equal(5, reads);
    }

    [Fact]
    public async Task Read_SlowDown_IsTriedAgain() =>
        Assert.Equal(
            Content,
            await ReadAsync((_, before) => before < 2 ? ReadFault.SlowDown : ReadFault.None)
        );

    [Fact]
    public async Task Read_ChangedSinceItWasListed_SaysSo()
    {
        await using var bucket = await ArchiveBucket.StartAsync();
        bucket[Key] = Content;
        var listed = Listed(bucket);
        bucket[Key] = [.. Content.Reverse()];

        var failure = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(bucket, listed));

        Assert.Equal(
            $"s3://archive/{Key} has changed since it was listed: run the command again.",
            failure.Message
        );
    }

    /// <summary>Else its end would belong to another beginning.</summary>
    [Fact]
    public async Task Read_ChangesInTheMiddle_SaysSo()
    {
        ArchiveBucket? bucket = null;
        bucket = await ArchiveBucket.StartAsync(
            (_, before) =>
            {
                if (before == 1)
                {
                    bucket![Key] = [.. Content.Reverse()];
                }

                return before == 0 ? ReadFault.BreaksOff : ReadFault.None;
            }
        );
        await using var _ = bucket;
        bucket[Key] = Content;

        var failure = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(bucket, Listed(bucket)));

        Assert.Contains("has changed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Deleted_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<UsageException>(() => ReadAsync((_, _) => ReadFault.Gone));

        Assert.Contains("no longer there", failure.Message, StringComparison.Ordinal);
    }

    static async Task<byte[]> ReadAsync(Func<string, int, ReadFault>? faults = null)
    {
        await using var bucket = await ArchiveBucket.StartAsync(faults);
        bucket[Key] = Content;
        return await ReadAsync(bucket, Listed(bucket));
    }

    static InputFile Listed(ArchiveBucket bucket) =>
        new($"s3://{ArchiveBucket.Name}/{Key}", bucket[Key].Length, ArchiveBucket.ETagOf(bucket[Key]));

    static async Task<byte[]> ReadAsync(ArchiveBucket bucket, InputFile file)
    {
        using var client = bucket.CreateClient();
        await using var stream = new S3ObjectStream(client, new S3Location(ArchiveBucket.Name, Key), file);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
