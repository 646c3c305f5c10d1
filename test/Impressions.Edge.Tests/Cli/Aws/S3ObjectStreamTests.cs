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

    /// <summary>An object that was not uploaded in parts: its tag is its MD5, which the SDK checks.</summary>
    [Fact]
    public async Task Read_TaggedByMd5AndBreaksOff_GoesOnFromThere()
    {
        await using var bucket = await ArchiveBucket.StartAsync(
            (_, before) => before < 3 ? ReadFault.BreaksOff : ReadFault.None
        );
        bucket.TagOf = ArchiveBucket.Md5Of;
        bucket[Key] = Content;

        Assert.Equal(
            Content,
            await ReadAsync(bucket, Listed(bucket) with { ETag = ArchiveBucket.Md5Of(Content) })
        );
    }

    /// <summary>As readers of lines do, and several files side by side.</summary>
    [Fact]
    public async Task Read_SynchronouslyOnSeveralThreads_IsTheirContent()
    {
        await using var bucket = await ArchiveBucket.StartAsync(
            (_, before) => before % 3 == 0 ? ReadFault.BreaksOff : ReadFault.None
        );
        byte[][] contents = [.. Enumerable.Range(1, 8).Select(i => Content[(i * 1_000)..])];
        using var client = bucket.CreateClient();
        var read = new byte[contents.Length][];
        for (var i = 0; i < contents.Length; i++)
        {
            bucket[$"{i}"] = contents[i];
        }

        Thread[] threads =
        [
            .. contents.Select(
                (content, i) =>
                    new Thread(() =>
                    {
                        var file = new InputFile(
                            $"s3://{ArchiveBucket.Name}/{i}",
                            content.Length,
                            ArchiveBucket.ETagOf(content)
                        );
                        using var stream = new S3ObjectStream(
                            client,
                            new S3Location(ArchiveBucket.Name, $"{i}"),
                            file,
                            new Waits()
                        );
                        read[i] = new byte[content.Length];
                        stream.ReadExactly(read[i].AsSpan());
                    })
            ),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(contents, read);
    }

    /// <summary>Its last byte never comes, and a reset may take more with it.</summary>
    [Fact]
    public async Task Read_BreaksOffAlways_IsGivenUp()
    {
        var failure = await Assert.ThrowsAsync<UsageException>(() =>
            ReadAsync((_, _) => ReadFault.BreaksOff)
        );

        Assert.Matches(
            $@"\As3://archive/{Key} cannot be read to its end: 6 reads from byte \d+ on broke off\.",
            failure.Message
        );
    }

    [Fact]
    public async Task Read_Stalls_GoesOnFromThere()
    {
        await using var bucket = await ArchiveBucket.StartAsync(
            (_, before) => before == 0 ? ReadFault.Stalls : ReadFault.None
        );
        bucket[Key] = Content;
        using var client = bucket.CreateClient();
        var waits = new Waits();
        await using var stream = new S3ObjectStream(
            client,
            new S3Location(ArchiveBucket.Name, Key),
            Listed(bucket),
            waits
        );
        var content = new byte[Content.Length];
        await stream.ReadExactlyAsync(content.AsMemory(0, Content.Length / 2));

        var rest = stream.ReadExactlyAsync(content.AsMemory(Content.Length / 2));
        Assert.False(rest.IsCompleted);
        waits.EndStall();
        await rest;

        Assert.Equal(Content, content);
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
        await using var stream = new S3ObjectStream(
            client,
            new S3Location(ArchiveBucket.Name, Key),
            file,
            new Waits()
        );
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>Waits between reads take no time, and a stall is over when the test says so.</summary>
    sealed class Waits : TimeProvider
    {
        Action _endStall = () => { };

        public void EndStall() => _endStall();

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            if (dueTime < S3ObjectStream.LongestStall)
            {
                return System.CreateTimer(callback, state, TimeSpan.Zero, period);
            }

            _endStall = () => callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
