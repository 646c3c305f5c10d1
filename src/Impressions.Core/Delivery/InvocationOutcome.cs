namespace Impressions;

/// <summary>
/// What becomes of an invocation's records. Every record fails until all that it holds is complete: what has no outcome is
/// delivered again, never lost.
/// </summary>
/// <param name="settled">What earlier invocations completed; gets what this one completes.</param>
sealed class InvocationOutcome(DeadLetterPolicy policy, SettledIds settled)
{
    readonly List<DeadLetter> _deadLetters = [];

    public RecordLedger Records { get; } = new();

    /// <summary>A new one for each invocation.</summary>
    public InvocationReport Report { get; private set; } = new();

    /// <summary>Found in the records or refused by the service, and not yet stored.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>Starts an invocation.</summary>
    public void Clear()
    {
        _deadLetters.Clear();
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
            }
        }
        else if (sent.IsRejectedAlone)
        {
            var (interaction, position) = sent.Batch.Entries[0];
            Report.Count(DeadLetterReason.Rejected);
            if (policy == DeadLetterPolicy.Log)
            {
                settled.Add(interaction.EventId, RecordFate.DeadLetter);
            }

            AddPending(
                new DeadLetter(
                    position,
                    DeadLetterReason.Rejected,
                    interaction.EventId,
                    interaction,
                    sent.Answer.Code
                )
            );
        }
    }

    /// <summary>All dead letters are in the bucket.</summary>
    public void AddStored()
    {
        Report.DeadLettersStored = _deadLetters.Count;
        foreach (var deadLetter in _deadLetters)
        {
            Records.Complete(deadLetter.Position.Record, RecordFate.DeadLetter);
            settled.Add(deadLetter.Id, RecordFate.DeadLetter);
        }
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
