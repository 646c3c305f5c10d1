namespace Impressions.Tests;

/// <summary>
/// The published function with every captured event, while the service goes wrong in one way: once, now and then, for
/// a whole delivery, or for ever. After each delivery the books must balance. A class for each kind of fault, so that
/// they run side by side.
/// </summary>
public abstract class FaultMatrix
{
    /// <summary>Retries after which everything must have arrived.</summary>
    const int MostRetries = 8;

    /// <summary>Short, so that what lasts for ever ends soon.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    /// <summary>When a fault strikes: by the number of the call and of the delivery, both from 1.</summary>
    static readonly Dictionary<string, Func<int, int, bool>> Reaches = new(StringComparer.Ordinal)
    {
        ["first call"] = (call, _) => call == 1,
        ["some calls"] = (call, _) => call % 3 == 1,
        ["all calls"] = (_, delivery) => delivery == 1,
        ["for ever"] = (_, _) => true,
    };

    private protected static async Task LosesNothingAsync(
        Fault fault,
        string reach,
        bool isHarmless = false,
        bool losesAnswers = false
    )
    {
        var delivery = 0;
        var isForEver = reach == "for ever" && !isHarmless;
        var options = new LocalLambdaOptions(Built.Function)
        {
            Endpoint = new PersonalizeEndpointOptions
            {
                Faults = (call, _) => Reaches[reach](call, delivery) ? fault : null,
            },
        };
        await using var function = new AccountedFunction(options, Traffic.Once, Timeout)
        {
            MayRepeat = losesAnswers,
        };
        var source = new EventSource(Traffic.Once, Traffic.Once.Count, isForEver ? 1 : MostRetries);

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
