namespace Impressions;

/// <summary>
/// What an invocation has to send, and the books on what became of it. One serves invocation after invocation, so that
/// what it holds need not grow anew each time.
/// </summary>
/// <param name="settled">What earlier invocations settled; gets what this one settles.</param>
/// <param name="users">Who the sessions' users are; null where every event speaks for itself.</param>
sealed class Plan(DeadLetterPolicy policy, SettledIds settled, SessionUsers? users = null)
{
    readonly BatchPlanner _planner = new();
    readonly List<DeadLetter> _deadLetters = [];

    /// <summary>What waits for the end of the invocation, since a later event may name its user.</summary>
    readonly List<(Interaction Interaction, EventPosition Position)> _held = [];

    /// <summary>The batches of each session: sessions side by side, the batches of one in order.</summary>
    public IReadOnlyList<IReadOnlyList<Batch>> Sessions => _planner.Sessions;

    public RecordLedger Records { get; } = new();

    /// <summary>One of its own for each invocation.</summary>
    public InvocationReport Report { get; private set; } = new();

    /// <summary>Event ids that made interactions, so that a duplicate makes none.</summary>
    public HashSet<string> EventIds { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>What was told last of each user and item.</summary>
    public Dictionary<(Dataset Dataset, string Id), Metadata> Metadata { get; } = [];

    /// <summary>Forgets the invocation before.</summary>
    public void Begin()
    {
        _planner.Clear();
        _deadLetters.Clear();
        _held.Clear(); // holds something only where an invocation broke off
        Records.Clear();
        Report = new InvocationReport();
        EventIds.Clear();
        Metadata.Clear();
        users?.Begin();
    }

    /// <summary>Books the fate of one event.</summary>
    /// <param name="record">The record that holds it.</param>
    public void Add(in Mapped mapped, in KinesisRecord record, EventPosition position)
    {
        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            var id = Impressions.EventIds.OfPlace(record, position.Line);
            if (settled.TryGet(id, out var fate) && fate == RecordFate.DeadLetter)
            {
                Report.Count(mapped.DeadLetter);
                SettleAtOnce(position, fate); // it is in the bucket already
            }
            else
            {
                Bury(new DeadLetter(position, mapped.DeadLetter, id));
            }
        }
        else if (mapped.Skip != SkipReason.None)
        {
            Report.Count(mapped.Skip);
        }
        else
        {
            Report.Count(mapped);
            foreach (var entry in mapped.Metadata)
            {
                Metadata[(entry.Dataset, entry.Id)] = entry;
            }

            foreach (var interaction in mapped.Span)
            {
                if (settled.TryGet(interaction.EventId, out var fate))
                {
                    Report.AlreadySettled++;
                    SettleAtOnce(position, fate);
                }
                else
                {
                    Records.Owe(position.Record);
                    AddOwed(EventSize.Fit(interaction, Report), position);
                }
            }
        }
    }

    /// <summary>Books that every event was read. Only from here on is there something to send.</summary>
    public void Complete()
    {
        foreach (var (interaction, position) in _held)
        {
            _planner.Add(users!.BeforeNaming(interaction), position);
        }

        _held.Clear();
    }

    /// <summary>Books what the service said to a batch. What is never booked stays owed.</summary>
    public void Add(in SentBatch sent)
    {
        Report.Count(sent);
        var entries = sent.Batch.Entries;
        if (sent.Answer.Outcome == CallOutcome.Accepted)
        {
            foreach (var (interaction, position) in entries)
            {
                settled.Add(interaction.EventId, RecordFate.Sent);
                Records.Settle(position.Record, RecordFate.Sent);
            }
        }
        else if (sent.IsRejectedAlone)
        {
            var (interaction, position) = entries[0];
            Bury(
                new DeadLetter(
                    position,
                    DeadLetterReason.Rejected,
                    interaction.EventId,
                    interaction,
                    sent.Answer.Code
                )
            );
            Records.Settle(position.Record, RecordFate.DeadLetter);
            if (policy == DeadLetterPolicy.Log)
            {
                settled.Add(interaction.EventId, RecordFate.DeadLetter);
            }
        }
    }

    /// <summary>Books that every dead letter is in the bucket.</summary>
    public void AddStored()
    {
        Report.DeadLettersStored = _deadLetters.Count;
        foreach (var deadLetter in _deadLetters)
        {
            Records.Settle(deadLetter.Position.Record, RecordFate.DeadLetter);
            settled.Add(deadLetter.Id, RecordFate.DeadLetter);
        }
    }

    /// <summary>All of them wait, not only those without a user, so that a session keeps its order.</summary>
    void AddOwed(Interaction interaction, EventPosition position)
    {
        if (users is null)
        {
            _planner.Add(interaction, position);
        }
        else
        {
            _held.Add((users.AfterNaming(interaction), position));
        }
    }

    /// <summary>An earlier invocation has brought it to that fate.</summary>
    void SettleAtOnce(EventPosition position, RecordFate fate)
    {
        Records.Owe(position.Record);
        Records.Settle(position.Record, fate);
    }

    /// <summary>A dead letter that must be kept is owed until it is stored; otherwise its record ends as a batch item failure.</summary>
    void Bury(DeadLetter deadLetter)
    {
        Report.Count(deadLetter.Reason);
        _deadLetters.Add(deadLetter);
        Records.Owe(deadLetter.Position.Record);
        if (policy == DeadLetterPolicy.Log)
        {
            Records.Settle(deadLetter.Position.Record, RecordFate.DeadLetter);
        }
    }
}
