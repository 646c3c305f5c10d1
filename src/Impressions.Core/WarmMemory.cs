namespace Impressions;

/// <summary>
/// What an invocation leaves behind for the next one in the same process. The pipeline owns it; all of it is in bounded
/// memory. Nothing depends on it for correctness: a new process starts without it.
/// <list type="bullet">
/// <item><see cref="Settled"/>: interactions and dead letters that need nothing more. A redelivery does not send or store
/// them again.</item>
/// <item><see cref="Users"/>: the user whom events of a session named last.</item>
/// <item><see cref="ShownItems"/>: what recommendations showed, and which of that is not yet in the table.</item>
/// </list>
/// A failed invocation leaves the same: what it learned was true, and what was not accepted is not in
/// <see cref="Settled"/>. Outside of the core, the sender of metadata remembers what it sent last.
/// </summary>
sealed class WarmMemory(ImpressionsOptions options)
{
    public SettledIds Settled { get; } = new();

    /// <summary>Null when events are not identified by their sessions.</summary>
    public SessionUsers? Users { get; } =
        options.SessionIdentity == SessionIdentity.On ? new SessionUsers() : null;

    /// <summary>Null when shown items are not remembered.</summary>
    public ShownItems? ShownItems { get; } =
        options.ImpressionStore == ImpressionStore.Off
            ? null
            : new ShownItems(isShared: options.ImpressionTable is not null);
}
