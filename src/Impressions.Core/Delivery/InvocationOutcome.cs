using Impressions.Core.Batching;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.Delivery;

/// <summary>
/// What becomes of an invocation's records. Every record fails until all that it holds is complete: what has no outcome is
/// delivered again, never lost.
/// </summary>
/// <param name="settled">What earlier invocations completed; gets what this one completes.</param>
sealed class InvocationOutcome(DeadLetterPolicy policy, SettledIds settled)
{
    readonly List<DeadLetter> _deadLetters = [];
    readonly SharedIds _shared = new();
    readonly BatchPlanner _standIns = new();

    public RecordLedger Records { get; } = new();

    /// <summary>A new one for each invocation.</summary>
    public InvocationReport Report { get; private set; } = new();

    /// <summary>Found in the records or refused by the service, and not yet stored.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>Starts an invocation.</summary>
    public void Clear()
    {
        _deadLetters.Clear();
        _shared.Clear();
        _standIns.Clear();
        Records.Clear();
        Report = new InvocationReport();
    }

    /// <summary>Makes the record wait for the interaction.</summary>
    /// <returns>False when an earlier invocation completed it.</returns>
    public bool TryAddPending(Interaction interaction, EventPosition position)
    {
        Records.AddPending(position.Record);
        if (!settled.TryGet(interaction.EventId, out var fate))
        {
            return true;
        }

        Report.AlreadySettled++;
        Records.Complete(position.Record, fate);
        return false;
    }

    /// <summary>Makes the record wait for an interaction whose id other events may have; the first event of the id.</summary>
    /// <param name="refusalId">See <see cref="EventIds.OfRefusal"/>.</param>
    /// <inheritdoc cref="TryAddPending"/>
    public bool TryAddShared(Interaction interaction, EventPosition position, string refusalId)
    {
        if (settled.TryGet(refusalId, out var fate))
        {
            Records.AddPending(position.Record);
            Report.AlreadySettled++;
            Records.Complete(position.Record, fate);
            return false;
        }

        if (!TryAddPending(interaction, position))
        {
            return false;
        }

        _shared.Add(interaction, position, refusalId);
        return true;
    }

    /// <summary>
    /// An interaction with the id of one that is pending: the record waits until that one is accepted, or is sent itself if
    /// that one is refused.
    /// </summary>
    /// <inheritdoc cref="TryAddShared"/>
    public void AddStandIn(Interaction interaction, EventPosition position, string refusalId)
    {
        if (!settled.Contains(interaction.EventId))
        {
            Records.AddPending(position.Record);
            _shared.Add(interaction, position, refusalId);
        }
    }

    /// <summary>An event that cannot be read or mapped, unless an earlier invocation stored it.</summary>
    /// <param name="id">Of its place.</param>
    public void AddDeadLetter(DeadLetterReason reason, string id, EventPosition position)
    {
        Records.AddPending(position.Record);
        if (settled.TryGet(id, out var fate) && fate == RecordFate.DeadLetter)
        {
            Records.Complete(position.Record, fate);
        }
        else
        {
            AddPending(new DeadLetter(position, reason, id));
        }
    }

    /// <summary>Records a batch's outcome. A record without one becomes a batch item failure.</summary>
    public void Add(in SentBatch sent)
    {
        Report.Count(sent);
        if (sent.Answer.Outcome == CallOutcome.Accepted)
        {
            foreach (var (interaction, position) in sent.Batch.Entries)
            {
                settled.Add(interaction.EventId, RecordFate.Sent);
                Records.Complete(position.Record, RecordFate.Sent);
                foreach (var repeated in _shared.Accept(interaction.EventId))
                {
                    Records.Complete(repeated.Position.Record, RecordFate.Skipped);
                }
            }
        }
        else if (sent.IsRejectedAlone)
        {
            var (interaction, position) = sent.Batch.Entries[0];
            AddRefused(interaction, position, sent.Answer.Code);
        }
    }

    /// <summary>
    /// What is to be sent in place of refused interactions: in its own round of calls, since only the answers to the one before
    /// show that it is needed.
    /// </summary>
    /// <returns>Sessions as in a plan; empty when nothing is left to send.</returns>
    public IReadOnlyList<IReadOnlyList<Batch>> TakeStandIns()
    {
        IReadOnlyList<IReadOnlyList<Batch>> sessions = [.. _standIns.Sessions];
        _standIns.Clear();
        return sessions;
    }

    /// <param name="stored">Those of the dead letters that are in the bucket.</param>
    public void AddStored(IReadOnlyList<DeadLetter> stored)
    {
        Report.DeadLettersStored = stored.Count;
        foreach (var deadLetter in stored)
        {
            Records.Complete(deadLetter.Position.Record, RecordFate.DeadLetter);
            settled.Add(deadLetter.Id, RecordFate.DeadLetter);
        }
    }

    void AddRefused(Interaction interaction, EventPosition position, string code)
    {
        var id = interaction.EventId;
        if (_shared.TryRefuse(interaction.EventId, out var refusalId, out var standIn))
        {
            id = refusalId;
            if (standIn is { } next)
            {
                Report.CountStandIn(next.Interaction);
                _standIns.Add(next.Interaction, next.Position);
            }
        }

        Report.Count(DeadLetterReason.Rejected);
        if (policy == DeadLetterPolicy.Log)
        {
            settled.Add(id, RecordFate.DeadLetter);
        }

        AddPending(new DeadLetter(position, DeadLetterReason.Rejected, id, interaction, code));
    }

    /// <summary>Its record stays pending until it is stored, or is complete once it is logged.</summary>
    void AddPending(DeadLetter deadLetter)
    {
        _deadLetters.Add(deadLetter);
        if (policy == DeadLetterPolicy.Log)
        {
            Records.Complete(deadLetter.Position.Record, RecordFate.DeadLetter);
        }
    }
}
