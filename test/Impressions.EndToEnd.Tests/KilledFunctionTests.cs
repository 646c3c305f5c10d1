using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function, killed in the middle of a batch.</summary>
public sealed class KilledFunctionTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task Deliver_KilledAfterSomeCalls_LosesNothing(int calls)
    {
        AccountedFunction? function = null;
        var isKilled = false;
        var options = new LocalLambdaOptions(Built.Function)
        {
            Endpoint = new PersonalizeEndpointOptions
            {
                Faults = (call, request) =>
                {
                    if (call != calls || Interlocked.Exchange(ref isKilled, true))
                    {
                        return null;
                    }

                    function!.Kill();
                    return Fault.Hang;
                },
            },
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PUT_EVENTS_CONCURRENCY"] = "4",
            },
        };
        await using var accounted = function = new AccountedFunction(options, TrafficGenerator.Once, Timeout);
        var source = new EventSource(TrafficGenerator.Once, TrafficGenerator.Once.Count, maxRetries: 0);

        await source.RunAsync(accounted.DeliverAsync);

        Assert.True(isKilled);
        Assert.Equal(3, source.Deliveries); // the killed one, then its halves
        Assert.Empty(source.GivenUp);
        Assert.Empty(accounted.Missing);
    }
}
