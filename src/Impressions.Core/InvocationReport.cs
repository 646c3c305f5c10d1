namespace Impressions;

/// <summary>What one invocation did, counted: what the log line, the metrics and the tool show.</summary>
sealed class InvocationReport
{
    readonly int[] _skips = new int[Codes<SkipReason>.All.Count];
    readonly int[] _deadLetters = new int[Codes<DeadLetterReason>.All.Count];
    readonly int[] _anomalies = new int[Codes<Anomaly>.All.Count];
    readonly int[] _rules = new int[Codes<ClickedItemRule>.All.Count];
    readonly Dictionary<string, int> _eventTypes = new(StringComparer.Ordinal);

    /// <summary>Kinesis records in the payload.</summary>
    public int Records { get; set; }

    /// <summary>Enriched events in them; what is no enriched event counts as one too.</summary>
    public int Events { get; set; }

    /// <summary>Events whose name the selection matches.</summary>
    public int Selected { get; set; }

    /// <summary>Selected events that became interactions.</summary>
    public int Mapped { get; private set; }

    /// <summary>Interactions planned.</summary>
    public int Interactions { get; private set; }

    /// <summary>Interactions planned, by event type.</summary>
    public IReadOnlyDictionary<string, int> EventTypes => _eventTypes;

    public int Of(SkipReason reason) => _skips[(int)reason];

    public int Of(DeadLetterReason reason) => _deadLetters[(int)reason];

    public int Of(Anomaly anomaly) => _anomalies[(int)anomaly];

    public int Of(ClickedItemRule rule) => _rules[(int)rule];

    public void Count(SkipReason reason) => _skips[(int)reason]++;

    public void Count(DeadLetterReason reason) => _deadLetters[(int)reason]++;

    public void Count(Anomaly anomaly) => _anomalies[(int)anomaly]++;

    /// <summary>An event that became interactions.</summary>
    public void Count(in Mapped mapped)
    {
        Mapped++;
        Interactions += mapped.Interactions.Count;
        _rules[(int)mapped.Rule]++;
        var eventType = mapped.Interactions[0].EventType;
        _eventTypes[eventType] = _eventTypes.GetValueOrDefault(eventType) + mapped.Interactions.Count;
    }
}
