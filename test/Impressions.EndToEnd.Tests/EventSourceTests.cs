using System.Diagnostics.CodeAnalysis;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests;

/// <summary>A whole shard through Lambda's poller and the published function while all kinds of things go wrong.</summary>
public sealed class EventSourceTests(ITestOutputHelper output)
{
    const int Records = 10_000;
    const int BatchSize = 100;
    const int Seed = 20_261_122;

    /// <summary>As the template sets it.</summary>
    const int MaxRetries = 20;

    /// <summary>The first instance of the function at its 700th call, the one that follows it at its 1,500th.</summary>
    static readonly int[] KilledAtCalls = [700, 1_500];

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_RandomFaultsAndKills_EveryInteractionArrivesInBoundedRedeliveries()
    {
        var shard = TrafficGenerator.Of(Records);
        var killAt = new Queue<int>(KilledAtCalls);
        AccountedFunction? function = null;
        var options = new LocalLambdaOptions(Built.Function)
        {
            Endpoint = new PersonalizeEndpointOptions
            {
                CallsPerSecond = int.MaxValue,
                Faults = (call, request) =>
                {
                    lock (killAt)
                    {
                        if (killAt.TryPeek(out var next) && call == next)
                        {
                            killAt.Dequeue();
                            function!.Kill();
                        }
                    }

                    return FaultOf(new Random(Seed + call).NextDouble(), call);
                },
            },
        };
        await using var accounted = function = new AccountedFunction(options, shard, Timeout)
        {
            MayRepeat = true,
        };
        var source = new EventSource(shard, BatchSize, MaxRetries);

        await source.RunAsync(accounted.DeliverAsync);

        output.WriteLine(
            $"{source.Deliveries} deliveries of {source.RecordsDelivered} records for {Records} records"
        );
        Assert.Empty(killAt);
        Assert.Empty(source.GivenUp);
        Assert.Empty(accounted.Missing);
        Assert.InRange(source.RecordsDelivered, Records + 1, 2 * Records);
    }

    /// <summary>
    /// One call in ten goes wrong; of each 500 calls the last 20 are an outage, which a batch with one session left, four
    /// attempts a delivery, needs five deliveries to get through.
    /// </summary>
    [SuppressMessage("Security", "CA5394", Justification = "A seed must give the same faults each time.")]
    static Fault? FaultOf(double chance, int call) =>
        call % 500 >= 480 ? Fault.ServiceUnavailable
        : chance < 0.03 ? Fault.Throttled
        : chance < 0.05 ? Fault.InternalFailure
        : chance < 0.07 ? Fault.Reset
        : chance < 0.08 ? Fault.HtmlPage
        : chance < 0.09 ? Fault.HalfAnswer
        : chance < 0.099 ? Fault.LostAnswer
        : chance < 0.100 ? Fault.Hang
        : null;
}
