using Impressions.Core.Delivery;

namespace Impressions.Core.Mapping;

/// <summary>
/// All that the function makes of one event: interactions, ready to be sent, or the reason why there are none. Never both,
/// never neither, never an exception.
/// </summary>
readonly struct Mapped
{
    readonly Interaction[] _interactions;

    Mapped(Interaction[] interactions, SkipReason skip, DeadLetterReason deadLetter)
    {
        _interactions = interactions;
        Skip = skip;
        DeadLetter = deadLetter;
    }

    /// <summary>In the order of the items; empty when there is a reason.</summary>
    public IReadOnlyList<Interaction> Interactions => _interactions;

    /// <summary>The same, to enumerate without an allocation.</summary>
    public ReadOnlySpan<Interaction> Span => _interactions;

    public SkipReason Skip { get; }

    public DeadLetterReason DeadLetter { get; }

    /// <summary>How a recommendation click's item was found.</summary>
    public ClickedItemRule Rule { get; init; }

    /// <summary>
    /// Where other events may have the same ids, since an id stands for something else than one event, such as a step of a
    /// content's play (<see cref="Media.StepId"/>) or an item of an order (<see cref="EventIds.OfPurchase"/>): why the later ones are skipped. Else <see cref="SkipReason.None"/>.
    /// </summary>
    public SkipReason RepeatedReason { get; init; }

    /// <summary>
    /// Interactions whose ids an earlier event of the invocation has: one of them is sent if that one is refused.
    /// </summary>
    public IReadOnlyList<Interaction> StandIns { get; init; } = [];

    /// <summary>Properties of its user and items; empty where no dataset is set.</summary>
    public IReadOnlyList<Metadata> Metadata { get; init; } = [];

    /// <summary>What was odd in it, also where it was skipped; one entry for each occurrence.</summary>
    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    /// <summary>True when the selection matches its name.</summary>
    public bool IsSelected { get; init; }

    /// <summary>True when what its recommendation showed came from an earlier event.</summary>
    public bool IsRecalled { get; init; }

    public static Mapped To(Interaction[] interactions) =>
        new(interactions, SkipReason.None, DeadLetterReason.None);

    /// <summary>The same with some of its interactions, the others as stand-ins.</summary>
    public Mapped With(Interaction[] interactions, Interaction[] standIns) =>
        new(interactions, interactions.Length > 0 ? SkipReason.None : RepeatedReason, DeadLetterReason.None)
        {
            Rule = Rule,
            RepeatedReason = RepeatedReason,
            StandIns = standIns,
            Metadata = interactions.Length > 0 ? Metadata : [],
            Anomalies = Anomalies,
            IsSelected = IsSelected,
            IsRecalled = IsRecalled,
        };

    public static implicit operator Mapped(SkipReason reason) => new([], reason, DeadLetterReason.None);

    public static implicit operator Mapped(DeadLetterReason reason) => new([], SkipReason.None, reason);
}
