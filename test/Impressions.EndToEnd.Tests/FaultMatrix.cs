using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests;

/// <summary>
/// The published function with every captured event, while the service goes wrong in one way: once, now and then, for
/// a whole delivery, or for ever. After each delivery the books must balance. A class for each kind of fault, so that
/// they run side by side.
/// </summary>
public abstract class FaultMatrix
{
    /// <summary>Retries after which everything must have arrived.</summary>
    const int MostRetries = 8;

    /// <summary>Short, so that what lasts for ever ends soon; long enough for a machine that is busy with other tests.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>When a fault strikes: by the number of the call and of the delivery, both from 1.</summary>
    static readonly Dictionary<string, Func<int, int, bool>> Reaches = new(StringComparer.Ordinal)
    {
        ["first call"] = (call, _) => call == 1,
        ["some calls"] = (call, _) => call % 3 == 1,
        ["all calls"] = (_, delivery) => delivery == 1,
        ["for ever"] = (_, _) => true,
    };

    /// <summary>A quarter of the sessions or so; always the same.</summary>
    private protected static bool IsOfSomeSessions(ReceivedRequest? call) =>
        call is not null && call.SessionId.Sum(letter => letter) % 4 == 0;

    /// <param name="fault">Of Personalize, for the calls within its reach.</param>
    /// <param name="isHarmless">True when in the end everything arrives or is buried, however long the fault lasts.</param>
    /// <param name="losesAnswers">True when calls are taken whose answer does not arrive.</param>
    private protected static Task LosesNothingAsync(
        Fault fault,
        string reach,
        bool isHarmless = false,
        bool losesAnswers = false
    ) =>
        LosesNothingAsync(
            delivery => (call, request) => Reaches[reach](call, delivery()) ? fault : null,
            _ => _ => null,
            isForEver: reach == "for ever" && !isHarmless,
            losesAnswers
        );

    /// <param name="fault">Of the bucket, while Personalize refuses what is of some sessions.</param>
    private protected static Task LosesNothingWithoutBucketAsync(
        Fault fault,
        string reach,
        bool isHarmless
    ) =>
        LosesNothingAsync(
            _ => (_, request) => IsOfSomeSessions(request) ? Fault.InvalidInput : null,
            delivery => request => Reaches[reach](request, delivery()) ? fault : null,
            isForEver: reach == "for ever" && !isHarmless,
            losesAnswers: false
        );

    /// <param name="personalize">The fault plan of its endpoint; gets what tells the number of the delivery.</param>
    /// <param name="bucket">The bucket's.</param>
    /// <param name="isForEver">True when Lambda has to give up in the end.</param>
    private protected static async Task LosesNothingAsync(
        Func<Func<int>, Func<int, ReceivedRequest?, Fault?>> personalize,
        Func<Func<int>, Func<int, Fault?>> bucket,
        bool isForEver,
        bool losesAnswers
    )
    {
        var delivery = 0;
        var options = new LocalLambdaOptions(Built.Function)
        {
            Endpoint = new PersonalizeEndpointOptions { Faults = personalize(() => delivery) },
            Bucket = new BucketEndpointOptions { Faults = bucket(() => delivery) },
        };
        await using var function = new AccountedFunction(options, TrafficGenerator.Once, Timeout)
        {
            MayRepeat = losesAnswers,
        };
        var source = new EventSource(
            TrafficGenerator.Once,
            TrafficGenerator.Once.Count,
            isForEver ? 1 : MostRetries
        );

        await source.RunAsync(records =>
        {
            delivery++;
            return function.DeliverAsync(records);
        });

        if (isForEver)
        {
            Assert.NotEmpty(source.GivenUp);
        }
        else
        {
            Assert.Empty(source.GivenUp);
            Assert.Empty(function.Missing);
        }
    }

    private protected static TheoryData<string, string> Cross(params IEnumerable<string> faults)
    {
        var matrix = new TheoryData<string, string>();
        foreach (var fault in faults)
        {
            foreach (var reach in Reaches.Keys)
            {
                matrix.Add(fault, reach);
            }
        }

        return matrix;
    }
}
