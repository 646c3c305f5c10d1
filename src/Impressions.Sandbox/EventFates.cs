using System.Globalization;
using System.Text;

namespace Impressions;

/// <summary>
/// Says of each event what the function makes of it, by the function's own mapping in this process. Not for
/// concurrent use.
/// </summary>
sealed class EventFates(ImpressionsOptions options)
{
    /// <summary>Nothing is settled through the plans here.</summary>
    static readonly SettledIds None = new(capacity: 1);

    readonly Pipeline _pipeline = new(options);

    /// <summary>Ids of interactions that were sent, as a warm function knows them.</summary>
    readonly SettledIds _known = new();

    Plan _plan = new(options.DeadLetters, None);

    /// <summary>What comes from here on shares an invocation.</summary>
    public void Begin() => _plan = new Plan(options.DeadLetters, None);

    /// <param name="seen">Reached the stream.</param>
    /// <param name="line">Its enriched line.</param>
    public SeenEvent Foretell(SeenEvent seen, ReadOnlySpan<byte> line, DateTimeOffset arrivedAt)
    {
        var place = Encoding.UTF8.GetBytes(seen.Number.ToString(CultureInfo.InvariantCulture));
        var record = new KinesisRecord
        {
            Data = line,
            SequenceNumber = place,
            EventId = place,
            ArrivalMilliseconds = arrivedAt.ToUnixTimeMilliseconds(),
            IsCorrupt = false,
        };
        var anomalies = Anomalies();
        var mapped = _pipeline.Map(line, record, linePosition: 0, _plan);
        if (
            mapped.Interactions.Count > 0
            && mapped.Interactions.All(interaction => _known.TryGet(interaction.EventId, out _))
        )
        {
            mapped = mapped.StepId is null ? SkipReason.Duplicate : SkipReason.AlreadyWatched;
        }

        return With(seen, mapped) with
        {
            Anomalies =
            [
                .. Enum.GetValues<Anomaly>()
                    .Where(anomaly => _plan.Report.Of(anomaly) > anomalies[(int)anomaly]),
            ],
        };
    }

    /// <summary>From now on the same event is a duplicate, in any invocation.</summary>
    public void Settle(SeenEvent sent)
    {
        foreach (var interaction in sent.Interactions)
        {
            _known.Add(interaction.EventId, RecordFate.Sent);
        }
    }

    int[] Anomalies() => [.. Enum.GetValues<Anomaly>().Select(_plan.Report.Of)];

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
