namespace Impressions;

/// <summary>
/// What became of a selected event: interactions, or the reason why there are none. Never both, never neither,
/// never an exception.
/// </summary>
readonly struct Mapped
{
    readonly Interaction[] _interactions;

    Mapped(Interaction[] interactions, SkipReason skip, DeadLetterReason deadLetter, ClickedItemRule rule)
    {
        _interactions = interactions;
        Skip = skip;
        DeadLetter = deadLetter;
        Rule = rule;
    }

    /// <summary>In the order of the items; empty when there is a reason.</summary>
    public IReadOnlyList<Interaction> Interactions => _interactions;

    /// <summary>The same without an enumerator on the heap.</summary>
    public ReadOnlySpan<Interaction> Span => _interactions;

    public SkipReason Skip { get; }

    public DeadLetterReason DeadLetter { get; }

    /// <summary>How a recommendation click's item was found.</summary>
    public ClickedItemRule Rule { get; }

    /// <summary>The step of a content's play that its interaction stands for (<see cref="Media.StepId"/>); null for none.</summary>
    public string? StepId { get; private init; }

    /// <summary>What it tells of its user and items; empty where nobody asks.</summary>
    public IReadOnlyList<Metadata> Metadata { get; private init; } = [];

    public static Mapped To(
        Interaction[] interactions,
        ClickedItemRule rule,
        string? stepId,
        IReadOnlyList<Metadata> metadata
    ) =>
        new(interactions, SkipReason.None, DeadLetterReason.None, rule)
        {
            StepId = stepId,
            Metadata = metadata,
        };

    public static implicit operator Mapped(SkipReason reason) =>
        new([], reason, DeadLetterReason.None, ClickedItemRule.None);

    public static implicit operator Mapped(DeadLetterReason reason) =>
        new([], SkipReason.None, reason, ClickedItemRule.None);
}
