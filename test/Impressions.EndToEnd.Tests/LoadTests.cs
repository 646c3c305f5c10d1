using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests;

/// <summary>
/// Many captured events through the published function while one call in twenty goes wrong, with hostile records among them.
/// <c>LOAD_EVENTS</c> says how many.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    const int Seed = 20_261_201;

    /// <summary>As in the template (records).</summary>
    const int BatchSize = 500;

    /// <summary>Deliveries that a batch may need.</summary>
    const int MaxRetries = 20;

    static readonly int Events = int.TryParse(
        Environment.GetEnvironmentVariable("LOAD_EVENTS"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var events
    )
        ? events
        : 5_000;

    /// <summary>The least that Lambda gives a function, and what the template gives it (MB).</summary>
    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public async Task Run_HostileRecordsAmongGoodOnes_LosesNothingWithinTheFunctionsMemory(int megabytes)
    {
        var shard = WithHostile(TrafficGenerator.Of(Events));
        var options = new LocalLambdaOptions(Built.Function)
        {
            MemoryMegabytes = megabytes,
            Bucket = new BucketEndpointOptions(),
            Endpoint = new PersonalizeEndpointOptions
            {
                CallsPerSecond = int.MaxValue,
                Faults = (call, _) => FaultOf(new Random(Seed + call).NextDouble()),
            },
        };
        await using var function = new AccountedFunction(options, shard, LocalLambdaOptions.TemplateTimeout);
        var source = new EventSource(shard, BatchSize, MaxRetries);

        await source.RunAsync(function.DeliverAsync);

        output.WriteLine(
            $"{megabytes} MB: {source.Deliveries} deliveries of {source.RecordsDelivered} records for {shard.Count} records; "
                + $"peak {function.PeakBytes >> 20} MiB; {function.Buried} rows"
        );
        Assert.Empty(source.GivenUp);
        Assert.Empty(function.Missing);
        Assert.InRange(function.PeakBytes >> 20, 1, megabytes);
    }

    /// <summary>One in the middle of each batch but the first.</summary>
    static List<TrafficRecord> WithHostile(IReadOnlyList<TrafficRecord> good)
    {
        var shard = new List<TrafficRecord>(good.Count);
        foreach (var record in good)
        {
            if (shard.Count % BatchSize == BatchSize / 2 && shard.Count > BatchSize)
            {
                var hostile = HostileRecords.All[shard.Count / BatchSize % HostileRecords.All.Count];
                shard.Add(new TrafficRecord(shard.Count, hostile, Expected: []));
            }

            shard.Add(record with { Number = shard.Count });
        }

        return shard;
    }

    /// <summary>
    /// None takes a call without saying so: then nothing may be accepted twice. None is throttling, which slows down what follows.
    /// </summary>
    [SuppressMessage("Security", "CA5394", Justification = "A seed must give the same faults each time.")]
    static Fault? FaultOf(double chance) =>
        chance < 0.02 ? Fault.ServiceUnavailable
        : chance < 0.035 ? Fault.Reset
        : chance < 0.05 ? Fault.HtmlPage
        : null;
}
