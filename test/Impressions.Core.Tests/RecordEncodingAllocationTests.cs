using System.Text;
using Impressions.Core.Kinesis;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>What reading the events of a record leaves to the garbage collector, exactly, once the buffers are there.</summary>
public sealed class RecordEncodingAllocationTests
{
    const int ManyEvents = 10;

    /// <summary>Our stream and its input; the framework's stream, inflater and handle (bytes).</summary>
    const int GzipBytesPerRecord = 360;

    static readonly byte[] Line = Encoding.UTF8.GetBytes(Some.Line((EnrichedColumn.EventName, "page_view")));

    [Fact]
    public void Open_PlainRecord_AllocatesNothing() => Assert.Equal(0, AllocatedBy(Line));

    [Fact]
    public void Open_ZstdRecord_AllocatesNothing() =>
        Assert.Equal(0, AllocatedBy(Containers.Zstd(Containers.Layout(Line, Line, Line))));

    [Fact]
    public void Open_AggregatedRecord_AllocatesNothing() =>
        Assert.Equal(0, AllocatedBy(Containers.Aggregate(Line, Line, Line)));

    [Fact]
    public void Open_GzipRecord_AllocatesTheSameForAnyNumberOfEvents()
    {
        var one = AllocatedBy(Containers.Gzip(Containers.Layout(Line)));
        var many = AllocatedBy(Containers.Gzip(Containers.Layout([.. Enumerable.Repeat(Line, ManyEvents)])));

        Assert.Equal((GzipBytesPerRecord, GzipBytesPerRecord), (one, many));
    }

    static double AllocatedBy(byte[] data)
    {
        var decoder = new RecordDecoder();
        var bytes = 0L;
        var allocated = Allocations.PerRun(() =>
        {
            _ = decoder.Open(OneRecord.Of(data), out var events);
            while (events.TryRead(out var line))
            {
                bytes += line.Length;
            }
        });
        Assert.NotEqual(0, bytes); // there were events
        return allocated;
    }
}
