using System.Collections.ObjectModel;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>What one invocation did, counted: what the log line, the metrics and the tool show.</summary>
sealed class InvocationReport
{
    readonly int[] _skips = new int[Codes<SkipReason>.All.Count];
    readonly int[] _deadLetters = new int[Codes<DeadLetterReason>.All.Count];
    readonly int[] _anomalies = new int[Codes<Anomaly>.All.Count];
    readonly int[] _rules = new int[Codes<ClickedItemRule>.All.Count];
    readonly Dictionary<string, int> _eventTypes = new(StringComparer.Ordinal);
    SortedDictionary<string, int>? _failures; // rare

    /// <summary>Kinesis records in the payload.</summary>
    public int Records { get; set; }

    /// <summary>Enriched events in them; whatever stands in the place of one counts too.</summary>
    public int Events { get; private set; }

    /// <summary>Events whose name the selection matches.</summary>
    public int Selected { get; private set; }

    /// <summary>Selected events that became interactions.</summary>
    public int Mapped { get; private set; }

    /// <summary>Interactions that they became.</summary>
    public int Interactions { get; private set; }

    /// <summary>Of those, the ones that this process completed in an earlier delivery: not sent again.</summary>
    public int AlreadySettled { get; set; }

    /// <summary>Interactions by event type.</summary>
    public IReadOnlyDictionary<string, int> EventTypes => _eventTypes;

    /// <summary>HTTP requests made to PutEvents, retries included.</summary>
    public int Calls { get; private set; }

    /// <summary>Of those, the ones that tried again.</summary>
    public int Retries { get; private set; }

    /// <summary>Of those, the ones refused for their rate.</summary>
    public int Throttles { get; private set; }

    /// <summary>Interactions that Personalize accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Batches that failed, by the answer's code.</summary>
    public IReadOnlyDictionary<string, int> Failures =>
        _failures ?? (IReadOnlyDictionary<string, int>)ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Why no call can succeed until the set-up is fixed (the answer's code); empty when nothing says so.</summary>
    public string Misconfiguration { get; private set; } = "";

    /// <summary>Dead letters that are in the bucket.</summary>
    public int DeadLettersStored { get; set; }

    /// <summary>Why dead letters could not be stored, as a code; empty when they were.</summary>
    public string StoreFailure { get; set; } = "";

    /// <summary>What became of users' and items' metadata.</summary>
    public MetadataReport Metadata { get; set; } = new(Accepted: 0, Failed: 0, Failure: "");

    /// <summary>Clicks whose impression, and perhaps item, came from an earlier event.</summary>
    public int ImpressionsRecalled { get; private set; }

    /// <summary>What was loaded from and saved to the table of shown items.</summary>
    public TableReport ShownItems { get; set; } = TableReport.Nothing;

    /// <summary>What was loaded from and saved to the table of clicks.</summary>
    public TableReport SharedClicks { get; set; } = TableReport.Nothing;

    /// <summary>What was counted of recommendation widgets, by name; empty unless that is asked for.</summary>
    public IReadOnlyDictionary<string, WidgetCounts> Widgets { get; set; } =
        ReadOnlyDictionary<string, WidgetCounts>.Empty;

    /// <summary>The slowest batch, its retries included.</summary>
    public TimeSpan SlowestBatch { get; private set; }

    /// <summary>The longest time from the collector's receipt of an interaction to its acceptance.</summary>
    public TimeSpan SlowestFromCollector { get; private set; }

    /// <summary>Recommendation clicks, whether or not the clicked item is known.</summary>
    public int Clicks
    {
        get
        {
            var clicks = Of(SkipReason.ClickedItemUnknown) - Of(ClickedItemRule.None);
            foreach (var count in _rules)
            {
                clicks += count;
            }

            return clicks;
        }
    }

    /// <summary>Of those, the ones where it is not: the first item was taken for it, or nothing was sent.</summary>
    public int UnresolvedClicks => Of(ClickedItemRule.FirstShown) + Of(SkipReason.ClickedItemUnknown);

    public int Of(SkipReason reason) => _skips[(int)reason];

    public int Of(DeadLetterReason reason) => _deadLetters[(int)reason];

    public int Of(Anomaly anomaly) => _anomalies[(int)anomaly];

    public int Of(ClickedItemRule rule) => _rules[(int)rule];

    public void Count(DeadLetterReason reason) => _deadLetters[(int)reason]++;

    /// <summary>An event.</summary>
    public void Count(in Mapped mapped)
    {
        Events++;
        Selected += mapped.IsSelected ? 1 : 0;
        ImpressionsRecalled += mapped.IsRecalled ? 1 : 0;
        for (var i = 0; i < mapped.Anomalies.Count; i++)
        {
            _anomalies[(int)mapped.Anomalies[i]]++;
        }

        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            Count(mapped.DeadLetter);
        }
        else if (mapped.Skip != SkipReason.None)
        {
            _skips[(int)mapped.Skip]++;
        }
        else
        {
            Mapped++;
            Interactions += mapped.Interactions.Count;
            _rules[(int)mapped.Rule]++;
            var eventType = mapped.Interactions[0].EventType;
            _eventTypes[eventType] = _eventTypes.GetValueOrDefault(eventType) + mapped.Interactions.Count;
        }
    }

    /// <summary>An interaction that was left out as repeated, and is sent since the earlier one was refused.</summary>
    public void CountStandIn(Interaction interaction)
    {
        Interactions++;
        _eventTypes[interaction.EventType] = _eventTypes.GetValueOrDefault(interaction.EventType) + 1;
    }

    /// <summary>A batch that was answered.</summary>
    public void Count(in SentBatch sent)
    {
        var answer = sent.Answer;
        Calls += answer.Attempts;
        Retries += Math.Max(0, answer.Attempts - 1);
        Throttles += answer.Throttles;
        SlowestBatch = Longer(SlowestBatch, sent.Elapsed);
        if (answer.Outcome == CallOutcome.Accepted)
        {
            Accepted += sent.Batch.Count;
            foreach (var (interaction, _) in sent.Batch.Entries)
            {
                if (interaction.CollectedAtMilliseconds is { } collectedAt)
                {
                    SlowestFromCollector = Longer(
                        SlowestFromCollector,
                        sent.AnsweredAt - DateTimeOffset.FromUnixTimeMilliseconds(collectedAt)
                    );
                }
            }

            return;
        }

        _failures ??= new SortedDictionary<string, int>(StringComparer.Ordinal);
        _failures[answer.Code] = _failures.GetValueOrDefault(answer.Code) + 1;
        if (answer.Outcome == CallOutcome.Misconfigured)
        {
            Misconfiguration = answer.Code;
        }
    }

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
