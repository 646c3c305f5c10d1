using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>
/// Turns the mapped events of an invocation into its plan, and opens the outcome in which every record is pending. Serves
/// invocation after invocation, so that its buffers need not grow in each of them.
/// </summary>
/// <param name="settled">What earlier invocations completed.</param>
sealed class InvocationPlanner(DeadLetterPolicy policy, SettledIds settled)
{
    /// <summary>Of a dead letter: itself, and the id of its place (bytes).</summary>
    const int DeadLetterBytes = 300;

    /// <summary>Of an interaction without its texts: itself, its place in a batch, and its part of a call (bytes).</summary>
    const int InteractionBytes = 400;

    readonly BatchPlanner _batches = new();
    readonly Dictionary<(Dataset Dataset, string Id), Metadata> _metadata = [];
    readonly InvocationOutcome _outcome = new(policy, settled);

    /// <summary>About how much of memory is taken by what waits for an answer (bytes).</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Starts an invocation.</summary>
    public void Begin()
    {
        _batches.Clear();
        _metadata.Clear();
        _outcome.Clear();
        HeldBytes = 0;
    }

    /// <returns>The position of the record, which is pending until <see cref="EndRecord"/> and all of its events are complete.</returns>
    public int BeginRecord(in KinesisRecord record)
    {
        _outcome.Report.Records++;
        return _outcome.Records.Open(record.SequenceNumber);
    }

    /// <summary>All events of the record were added.</summary>
    public void EndRecord(int position) => _outcome.Records.Complete(position, RecordFate.Skipped);

    public void Add(in Mapped mapped, in EventOrigin origin, EventPosition position)
    {
        _outcome.Report.Count(mapped);
        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            HeldBytes += DeadLetterBytes;
            _outcome.AddDeadLetter(mapped.DeadLetter, EventIds.OfPlace(origin), position);
            return;
        }

        foreach (var entry in mapped.Metadata)
        {
            _metadata[(entry.Dataset, entry.Id)] = entry;
        }

        var hasOwnIds = mapped.RepeatedReason == SkipReason.None;
        foreach (var interaction in mapped.Span)
        {
            var isPending = hasOwnIds
                ? _outcome.TryAddPending(interaction, position)
                : _outcome.TryAddShared(interaction, position, EventIds.OfRefusal(origin, interaction));
            if (isPending)
            {
                HeldBytes += BytesOf(interaction);
                _batches.Add(interaction, position);
            }
        }

        foreach (var interaction in mapped.StandIns)
        {
            HeldBytes += BytesOf(interaction);
            _outcome.AddStandIn(interaction, position, EventIds.OfRefusal(origin, interaction));
        }
    }

    /// <returns>The plan, and the outcome that its answers go into: valid until the next invocation is planned.</returns>
    public (InvocationPlan Plan, InvocationOutcome Outcome) Build() =>
        (
            new InvocationPlan([.. _batches.Sessions], [.. _metadata.Values], [.. _outcome.DeadLetters]),
            _outcome
        );

    /// <summary>Ids of items, users and sessions are shared between interactions.</summary>
    static long BytesOf(Interaction interaction) =>
        InteractionBytes
        + (sizeof(char) * (interaction.EventId.Length + (interaction.Properties?.Length ?? 0)))
        + (IntPtr.Size * (interaction.Impression?.Count ?? 0));
}
