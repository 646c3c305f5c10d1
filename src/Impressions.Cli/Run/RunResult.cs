using Impressions.Core;
using Impressions.Core.DeadLetters;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;

namespace Impressions.Cli.Run;

/// <summary>What came of running the function locally.</summary>
sealed class RunResult
{
    /// <summary>One for each invocation, in order.</summary>
    public required IReadOnlyList<InvocationAnswer> Answers { get; init; }

    /// <summary>The function's own numbers, summed over all invocations.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>What the function logged as an error, as text; each message once.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Calls as the local Personalize endpoint received them.</summary>
    public required IReadOnlyList<PutEventsCall> Calls { get; init; }

    /// <summary>How many events the local Personalize endpoint accepted.</summary>
    public required int Accepted { get; init; }

    /// <summary>Those among them that it would train on: sent again, an event is the same event.</summary>
    public required IReadOnlyList<AcceptedEvent> Different { get; init; }

    /// <summary>What the local bucket holds.</summary>
    public required IReadOnlyList<DeadLetterRow> DeadLetters { get; init; }

    /// <summary>From starting the process to its first answer.</summary>
    public required TimeSpan FirstAnswer { get; init; }

    /// <summary>Of all invocations but the first; zero when there was only one.</summary>
    public required TimeSpan Warm { get; init; }

    public bool HasFailure => HasFailedRecord || DeadLetters.Count > 0;

    public bool HasFailedRecord =>
        Count(MetricNames.BatchItemFailures) > 0 || Answers.Any(answer => answer.Error is not null);

    public int Count(string metric) => (int)Metrics.GetValueOrDefault(metric);

    /// <summary>Duration of the invocations after the first, which is a cold one (of all when there is only one).</summary>
    /// <param name="share">From 0 to 1: 0.5 is the median.</param>
    public TimeSpan DurationAt(double share)
    {
        var durations = Answers
            .Skip(Answers.Count > 1 ? 1 : 0)
            .Select(answer => answer.Duration)
            .Order()
            .ToList();
        return durations[(int)Math.Ceiling(share * durations.Count) - 1];
    }
}
