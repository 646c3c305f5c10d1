using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Export;

/// <summary>Takes events through the function's own pipeline, and writes what it would send.</summary>
sealed class Exporter(ImpressionsOptions options, InteractionsCsv csv)
{
    readonly Pipeline _pipeline = new(options);

    /// <summary>About 150 bytes for each interaction; a file may hold the same event far apart.</summary>
    readonly HashSet<string> _written = new(StringComparer.Ordinal);

    public long Events { get; private set; }

    public long Interactions => _written.Count - WithoutUser;

    /// <summary>Events that were there before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Interactions without a user, which Personalize does not import.</summary>
    public long WithoutUser { get; private set; }

    /// <summary>Impressions left out, since an item's id has the separator in it.</summary>
    public long ImpressionsLeftOut { get; private set; }

    /// <summary>What is not an enriched event, or a damaged one.</summary>
    public long DeadLetters { get; private set; }

    public void Add(IReadOnlyList<InputRecord> records)
    {
        var (plan, outcome) = _pipeline.Plan(InputRecord.PayloadOf(records));
        Events += outcome.Report.Events;
        Duplicates += outcome.Report.Of(SkipReason.Duplicate);
        DeadLetters += plan.DeadLetters.Count;
        var events = plan
            .Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .GroupBy(entry => entry.Position, entry => entry.Interaction)
            .OrderBy(interactions => interactions.Key.Record);
        foreach (var interactions in events)
        {
            // An event that comes again adds nothing. Of an order that is tracked again, items that were not in it are new.
            var written = interactions.Where(interaction => _written.Contains(interaction.EventId)).ToList();
            var isSameEvent = written.Exists(interaction => EventIds.IsOneOfSeveral(interaction.EventId));
            var fresh = isSameEvent ? [] : interactions.Except(written).ToList();
            Duplicates += fresh.Count == 0 ? 1 : 0;
            foreach (var interaction in fresh)
            {
                Add(interaction);
            }
        }
    }

    void Add(Interaction interaction)
    {
        _ = _written.Add(interaction.EventId);
        if (interaction.UserId is null)
        {
            WithoutUser++;
            return;
        }

        ImpressionsLeftOut += InteractionsCsv.CanWrite(interaction.Impression) ? 0 : 1;
        csv.Write(interaction);
    }
}
