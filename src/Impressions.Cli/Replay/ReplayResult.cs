using Impressions.Core;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Replay;

/// <summary>What became of records that were delivered again.</summary>
sealed class ReplayResult
{
    /// <summary>Records that the function got, each once.</summary>
    public long Delivered { get; private set; }

    /// <summary>Records that are settled: sent, skipped, or dead letters.</summary>
    public long Settled { get; private set; }

    /// <summary>Records that an earlier replay of the same files settled; left out.</summary>
    public long SettledBefore { get; set; }

    /// <summary>Records that make no interaction under the settings of today.</summary>
    public long Skipped { get; private set; }

    /// <summary>Records in which something can never be sent.</summary>
    public long Dead { get; private set; }

    /// <summary>Records that Personalize could not take when the replay stopped.</summary>
    public long Unsent { get; private set; }

    /// <summary>Interactions that Personalize took, or would take.</summary>
    public long Accepted { get; private set; }

    /// <summary>PutEvents calls made, retries included.</summary>
    public long Calls { get; private set; }

    public SortedDictionary<string, long> SkipReasons { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> DeadLetters { get; } = new(StringComparer.Ordinal);

    /// <summary>Batches that Personalize did not accept, by the answer's code.</summary>
    public SortedDictionary<string, long> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Each message once.</summary>
    public SortedSet<string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it ended before the last record; null when it did not.</summary>
    public string? Stopped { get; set; }

    public bool HasFailure => Stopped is not null || DeadLetters.Count > 0;

    /// <summary>The first delivery of a chunk.</summary>
    /// <param name="count">Of its records.</param>
    public void AddFirst(ChunkOutcome outcome, int count)
    {
        Delivered += count;
        Skipped += (long)outcome.Metrics.GetValueOrDefault(MetricNames.RecordsSkipped);
        foreach (var code in Codes<SkipReason>.All)
        {
            Add(SkipReasons, code, (long)outcome.Metrics.GetValueOrDefault(MetricNames.SkippedPrefix + code));
        }
    }

    /// <summary>Any delivery, the first among them.</summary>
    public void Add(ChunkOutcome outcome)
    {
        Settled += outcome.Settled;
        Accepted += (long)outcome.Metrics.GetValueOrDefault(MetricNames.Accepted);
        Calls += (long)outcome.Metrics.GetValueOrDefault(MetricNames.Calls);
        Errors.UnionWith(outcome.Errors);
        Dead += outcome
            .DeadLetters.Select(row => row.SequenceNumber)
            .Distinct(StringComparer.Ordinal)
            .Count();
        foreach (var row in outcome.DeadLetters)
        {
            Add(DeadLetters, row.Reason, 1);
        }

        foreach (var (code, count) in outcome.Answers)
        {
            Add(Answers, code, count);
        }
    }

    /// <summary>The replay stops at a chunk.</summary>
    /// <param name="unsettled">Of its records, those that were delivered and are not settled.</param>
    public void Stop(string reason, ChunkOutcome outcome, int unsettled)
    {
        Stopped = reason;
        var failed = (long)outcome.Metrics.GetValueOrDefault(MetricNames.BatchItemFailures);
        Unsent += failed > 0 ? failed : unsettled; // a function that did not answer reports no number
    }

    static void Add(SortedDictionary<string, long> counts, string code, long count)
    {
        if (count > 0)
        {
            counts[code] = counts.GetValueOrDefault(code) + count;
        }
    }
}
