using System.Globalization;
using System.Text;

namespace Impressions;

/// <summary>
/// Says of each event what the function makes of it, by the function's own mapping in this process. Not for
/// concurrent use.
/// </summary>
sealed class EventFates(ImpressionsOptions options)
{
    readonly Pipeline _pipeline = new(options);

    /// <summary>Ids of events that made interactions, as a warm function knows them.</summary>
    readonly SettledIds _known = new();

    /// <summary>The same, of the invocation that is being foretold.</summary>
    readonly HashSet<string> _invocation = new(StringComparer.Ordinal);

    /// <summary>Nothing is settled through the plans here.</summary>
    readonly SettledIds _none = new(capacity: 1);

    /// <summary>What comes from here on shares an invocation.</summary>
    public void Begin() => _invocation.Clear();

    /// <param name="seen">Reached the stream.</param>
    /// <param name="line">Its enriched line.</param>
    public SeenEvent Foretell(SeenEvent seen, ReadOnlySpan<byte> line, DateTimeOffset arrivedAt)
    {
        var plan = new Plan(options.DeadLetters, _none);
        var place = Encoding.UTF8.GetBytes(seen.Number.ToString(CultureInfo.InvariantCulture));
        var record = new KinesisRecord
        {
            Data = line,
            SequenceNumber = place,
            EventId = place,
            ArrivalMilliseconds = arrivedAt.ToUnixTimeMilliseconds(),
            IsCorrupt = false,
        };
        var mapped = _pipeline.Map(line, record, linePosition: 0, plan);
        if (mapped.Interactions.Count > 0 && (_known.TryGet(seen.Id, out _) || !_invocation.Add(seen.Id)))
        {
            mapped = SkipReason.Duplicate;
        }

        var fated = With(seen, mapped);
        return fated with
        {
            Anomalies = [.. Enum.GetValues<Anomaly>().Where(anomaly => plan.Report.Of(anomaly) > 0)],
        };
    }

    /// <summary>From now on the same event is a duplicate, in any invocation.</summary>
    public void Settle(SeenEvent sent) => _known.Add(sent.Id, RecordFate.Sent);

    static SeenEvent With(SeenEvent seen, in Mapped mapped)
    {
        if (mapped.Skip != SkipReason.None)
        {
            return seen with
            {
                Fate = SeenFate.Skipped,
                Reason = Codes<SkipReason>.Of(mapped.Skip),
                IsIntended = mapped.Skip.IsIntentional(),
                Says = FateWords.Of(mapped.Skip),
            };
        }

        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            return seen with
            {
                Fate = SeenFate.DeadLetter,
                Reason = Codes<DeadLetterReason>.Of(mapped.DeadLetter),
                IsIntended = false,
                Says = FateWords.Of(mapped.DeadLetter),
            };
        }

        return seen with
        {
            Rule = mapped.Rule,
            Interactions = mapped.Interactions,
        };
    }
}
