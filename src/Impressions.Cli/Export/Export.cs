namespace Impressions;

/// <summary>Takes events through the function's own pipeline, and writes down what it would send.</summary>
/// <param name="startedAt">Stands for the arrival of events that carry no time of their own.</param>
sealed class Export(ImpressionsOptions options, InteractionsCsv csv, DateTimeOffset startedAt)
{
    readonly Pipeline _pipeline = new(options);

    /// <summary>About 150 bytes for each interaction; a file may hold the same event far apart.</summary>
    readonly HashSet<string> _written = new(StringComparer.Ordinal);

    long _records;

    public long Events { get; private set; }

    public long Interactions => _written.Count - WithoutUser;

    /// <summary>Events that were there before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Interactions of nobody: Personalize imports none without a user.</summary>
    public long WithoutUser { get; private set; }

    /// <summary>Impressions left out, since an item's id has the separator in it.</summary>
    public long ImpressionsLeftOut { get; private set; }

    /// <summary>What is no enriched event, or a damaged one.</summary>
    public long DeadLetters { get; private set; }

    /// <param name="lines">The next enriched events.</param>
    public void Add(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        var (plan, outcome) = _pipeline.Plan(Payload.Of(lines, startedAt, first: _records).Json);
        _records += lines.Count;
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
            if (interactions.Any(interaction => _written.Contains(interaction.EventId)))
            {
                Duplicates++;
                continue;
            }

            foreach (var interaction in interactions)
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
