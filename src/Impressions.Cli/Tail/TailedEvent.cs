using System.Globalization;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Sandbox;
using Impressions.Sandbox.Enrichment;
using Impressions.Sandbox.View;

namespace Impressions.Cli.Tail;

/// <summary>An event of the stream, and what the function makes of it.</summary>
/// <param name="Record">Lambda's name of its record: <c>shard id:sequence number</c>.</param>
/// <param name="Line">Within its record, from 0.</param>
sealed record TailedEvent(string Record, int Line, SeenEvent Seen)
{
    /// <summary>Somebody has to fix something.</summary>
    public bool IsUnintended => !Seen.IsIntended || Seen.Diagnoses.Any(diagnosis => !diagnosis.IsHint);
}

/// <summary>Maps the events of a stream as the function does. Not for concurrent use.</summary>
sealed class TailedEvents(ImpressionsOptions options)
{
    /// <summary>Events that a diagnosis looks back at.</summary>
    const int MaxBefore = 200;

    readonly Pipeline _pipeline = new(options);
    readonly EventFates _fates = new(options);
    readonly Queue<SeenEvent> _before = new();
    int _number;

    /// <param name="records">Of one shard, in its order.</param>
    /// <param name="show">Gets each event.</param>
    public void Read(IReadOnlyList<InputRecord> records, Action<TailedEvent> show) =>
        _pipeline.Map(
            new InvocationRecords(records),
            (in mapped, in _, position, line) =>
            {
                var record = records[position.Record];
                var enriched = EnrichedLine.Read(line);
                var seen = _fates.Predict(
                    new SeenEvent(++_number, TimeOf(enriched) ?? record.ArrivedAt) { Enriched = enriched },
                    mapped
                );
                _fates.Settle(seen);
                seen = seen with { Diagnoses = Diagnoses.Of(new Evidence(seen, _before, options)) };
                Keep(seen);
                show(new TailedEvent(record.EventId, position.Line, seen));
            }
        );

    void Keep(SeenEvent seen)
    {
        _before.Enqueue(seen);
        if (_before.Count > MaxBefore)
        {
            _ = _before.Dequeue();
        }
    }

    /// <summary>By the device's clock, which tells what lies between two of its events.</summary>
    static DateTimeOffset? TimeOf(EnrichedTracking? enriched) =>
        DateTimeOffset.TryParse(
            enriched?.Row["dvce_created_tstamp"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
}
