using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core.Tests.Reference;

/// <summary>What must become of an invocation's payload.</summary>
sealed class ReferencePlan
{
    readonly List<string> _fates = [];
    readonly List<string> _deadLetters = [];
    readonly List<Interaction> _interactions = [];

    /// <summary>Fate of each event, in order.</summary>
    public IReadOnlyList<string> Fates => _fates;

    /// <summary><c>record/line reason</c>, in order.</summary>
    public IReadOnlyList<string> DeadLetters => _deadLetters;

    /// <summary>In stream order.</summary>
    public IReadOnlyList<Interaction> Interactions => _interactions;

    /// <summary>Null when the payload is no Kinesis event.</summary>
    /// <exception cref="NotSupportedException">A record is compressed in a way that only the function reads.</exception>
    public static ReferencePlan? Of(byte[] payload, ReferenceMapper mapper)
    {
        if (ReferenceRecord.ReadAll(payload) is not { } records)
        {
            return null;
        }

        var plan = new ReferencePlan();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var position = 0; position < records.Count; position++)
        {
            plan.Add(records[position], position, mapper, seen);
        }

        return plan;
    }

    void Add(ReferenceRecord record, int position, ReferenceMapper mapper, HashSet<string> seen)
    {
        IReadOnlyList<(byte[] Line, DeadLetterReason Reason)> lines;
        try
        {
            lines = ReferenceContainer.Open(
                record.Data ?? throw new ReferenceDeadLetterException(DeadLetterReason.CorruptRecord)
            );
        }
        catch (ReferenceDeadLetterException dead)
        {
            Add(new ReferenceFate(Codes<DeadLetterReason>.Of(dead.Reason), []), $"{position}/0");
            return;
        }

        for (var line = 0; line < lines.Count; line++)
        {
            var place = line == 0 ? record.Place : $"{record.Place}.{line}";
            var fate =
                lines[line].Reason == DeadLetterReason.None
                    ? mapper.Map(lines[line].Line, place, record.ArrivalMilliseconds, seen)
                    : new ReferenceFate(Codes<DeadLetterReason>.Of(lines[line].Reason), []);
            Add(fate, $"{position}/{line}");
        }
    }

    void Add(ReferenceFate fate, string place)
    {
        _fates.Add(fate.Fate);
        _interactions.AddRange(fate.Interactions);
        if (Codes<DeadLetterReason>.All.Skip(1).Contains(fate.Fate))
        {
            _deadLetters.Add($"{place} {fate.Fate}");
        }
    }
}
