namespace Impressions;

/// <summary>What became of past events.</summary>
sealed class EventReplayResult
{
    /// <summary>What the names of the metrics of dead letters begin with; the reason follows.</summary>
    public const string DeadLettersOf = "dead_letters_";

    /// <summary>Events that were delivered and are settled.</summary>
    public long Events { get; set; }

    /// <summary>Events that an earlier replay of the same files settled; left out.</summary>
    public long Before { get; set; }

    /// <summary>Interactions that Personalize took, or would take.</summary>
    public long Accepted { get; set; }

    /// <summary>PutEvents calls made, retries included.</summary>
    public long Calls { get; set; }

    public SortedDictionary<string, long> SkipReasons { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> DeadLetters { get; } = new(StringComparer.Ordinal);

    /// <summary>Each message once.</summary>
    public SortedSet<string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it ended before the last event; null when it did not.</summary>
    public string? Stopped { get; set; }

    public bool HasFailure => Stopped is not null || DeadLetters.Count > 0;

    /// <param name="isFirstTime">The same events were not counted before.</param>
    public void Add(PortionOutcome outcome, bool isFirstTime)
    {
        Events += outcome.Settled;
        Accepted += (long)outcome.Metrics.GetValueOrDefault("accepted");
        Calls += (long)outcome.Metrics.GetValueOrDefault("calls");
        Errors.UnionWith(outcome.Errors);
        if (isFirstTime)
        {
            Count<SkipReason>(SkipReasons, outcome, "skipped_");
        }

        Count<DeadLetterReason>(DeadLetters, outcome, DeadLettersOf);
    }

    static void Count<T>(SortedDictionary<string, long> counts, PortionOutcome outcome, string prefix)
        where T : struct, Enum
    {
        foreach (var code in Codes<T>.All)
        {
            if (outcome.Metrics.GetValueOrDefault(prefix + code) is > 0 and var count)
            {
                counts[code] = counts.GetValueOrDefault(code) + (long)count;
            }
        }
    }
}
