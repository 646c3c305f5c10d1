using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Sandbox.View;

namespace Impressions.Sandbox;

/// <summary>
/// Predicts what the function makes of each event, by the function's own mapping in this process. Not for concurrent use.
/// </summary>
sealed class EventFates(ImpressionsOptions options)
{
    readonly Pipeline _pipeline = new(options);
    readonly PayloadRecords _records = new();

    /// <summary>Ids of interactions that were sent, as a warm function knows them.</summary>
    readonly SettledIds _known = new();

    /// <param name="events">Those of one invocation.</param>
    /// <param name="payload">What the function gets: a record for each of them.</param>
    public IReadOnlyList<SeenEvent> Predict(IReadOnlyList<SeenEvent> events, ReadOnlyMemory<byte> payload)
    {
        var predicted = new List<SeenEvent>(events.Count);
        _records.Payload = payload;
        _pipeline.Map(
            _records,
            (in mapped, in _, position, _) => predicted.Add(Predict(events[position.Record], mapped))
        );
        return predicted;
    }

    /// <param name="mapped">What the pipeline makes of it.</param>
    public SeenEvent Predict(SeenEvent seen, in Mapped mapped) => With(seen, Unsent(mapped));

    /// <summary>From now on the same event is a duplicate, in any invocation.</summary>
    public void Settle(SeenEvent sent)
    {
        foreach (var interaction in sent.Interactions)
        {
            _known.Add(interaction.EventId, RecordFate.Sent);
        }
    }

    /// <summary>An event whose interactions were all sent before is a duplicate.</summary>
    Mapped Unsent(in Mapped mapped)
    {
        var isSent =
            mapped.Interactions.Count > 0
            && mapped.Interactions.All(interaction => _known.TryGet(interaction.EventId, out _));
        return !isSent ? mapped
            : mapped.RepeatedReason == SkipReason.None ? SkipReason.Duplicate
            : mapped.RepeatedReason;
    }

    static SeenEvent With(SeenEvent seen, in Mapped mapped)
    {
        seen = seen with { Anomalies = [.. mapped.Anomalies.Distinct().Order()] };
        if (mapped.Skip != SkipReason.None)
        {
            return seen with
            {
                Fate = EventFate.Skipped,
                Reason = Codes<SkipReason>.Of(mapped.Skip),
                IsIntended = mapped.Skip.IsIntentional(),
                Explanation = FateText.Of(mapped.Skip),
            };
        }

        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            return seen with
            {
                Fate = EventFate.DeadLetter,
                Reason = Codes<DeadLetterReason>.Of(mapped.DeadLetter),
                IsIntended = false,
                Explanation = FateText.Of(mapped.DeadLetter),
            };
        }

        return seen with
        {
            Rule = mapped.Rule,
            Interactions = mapped.Interactions,
        };
    }
}
