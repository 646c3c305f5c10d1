using Impressions.Cli.Input;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Export;

/// <summary>Writes mapped events, each once.</summary>
/// <param name="written">Ids of interactions.</param>
sealed class Exporter(IInteractionsOutput output, RememberedIds written)
{
    public long Events { get; private set; }

    public long Interactions { get; private set; }

    /// <summary>Events that were there before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Interactions without a user, which Personalize does not import.</summary>
    public long WithoutUser { get; private set; }

    /// <summary>Interactions with a line break in an id.</summary>
    public long WithLineBreak { get; private set; }

    /// <summary>Impressions left out, since an item's id has the separator or a line break in it.</summary>
    public long ImpressionsLeftOut { get; private set; }

    /// <inheritdoc cref="IInteractionsOutput.ValuesLeftOut"/>
    public long ValuesLeftOut => output.ValuesLeftOut;

    /// <summary>What is not an enriched event, or a damaged one.</summary>
    public long DeadLetters { get; private set; }

    /// <summary>Ids of interactions that were forgotten: a duplicate of one of them is written again.</summary>
    public long Forgotten => written.Forgotten;

    public void Add(MappedPart part)
    {
        Events += part.Events;
        Duplicates += part.Duplicates;
        DeadLetters += part.DeadLetters;
        foreach (var interactions in part.Interactions)
        {
            Add(interactions);
        }
    }

    /// <summary>
    /// An event that comes again adds nothing. Of an order that is tracked again, items that were not in it are new.
    /// </summary>
    /// <param name="interactions">Of one event.</param>
    void Add(IReadOnlyList<Interaction> interactions)
    {
        var known = interactions.Where(interaction => written.Contains(interaction.EventId)).ToList();
        if (
            known.Count == interactions.Count
            || known.Exists(interaction => EventIds.IsOneOfSeveral(interaction.EventId))
        )
        {
            Duplicates++;
            return;
        }

        foreach (var interaction in interactions)
        {
            if (written.Add(interaction.EventId))
            {
                Write(interaction);
            }
        }
    }

    void Write(Interaction interaction)
    {
        if (!InteractionsCsv.CanWrite(interaction))
        {
            WithoutUser += interaction.UserId is null ? 1 : 0;
            WithLineBreak += interaction.UserId is null ? 0 : 1;
            return;
        }

        Interactions++;
        ImpressionsLeftOut += InteractionsCsv.CanWrite(interaction.Impression) ? 0 : 1;
        output.Write(interaction);
    }
}
