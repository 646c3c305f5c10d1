using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Export;

/// <summary>Takes parts of the input through the function's own pipeline. Not for concurrent use.</summary>
sealed class ExportMapper(ImpressionsOptions options)
{
    readonly Pipeline _pipeline = new(options);

    public MappedPart Map(InputPart part)
    {
        var mapped = new MappedPart(part.BytesRead);
        _pipeline.Map(new InvocationRecords(part.Records), (in one, in _, _, _) => mapped.Add(one));
        return mapped;
    }
}

/// <summary>What becomes of a part of the input.</summary>
/// <param name="bytesRead">Of all files, up to its end.</param>
sealed class MappedPart(long bytesRead)
{
    readonly List<IReadOnlyList<Interaction>> _interactions = [];

    public long BytesRead { get; } = bytesRead;

    /// <summary>Of each event that makes some.</summary>
    public IReadOnlyList<IReadOnlyList<Interaction>> Interactions => _interactions;

    public int Events { get; private set; }

    /// <summary>Events that were there before, in the same part.</summary>
    public int Duplicates { get; private set; }

    /// <summary>What is not an enriched event, or a damaged one.</summary>
    public int DeadLetters { get; private set; }

    public void Add(in Mapped mapped)
    {
        Events++;
        Duplicates += mapped.Skip == SkipReason.Duplicate ? 1 : 0;
        DeadLetters += mapped.DeadLetter == DeadLetterReason.None ? 0 : 1;
        if (mapped.Interactions.Count > 0)
        {
            _interactions.Add(mapped.Interactions);
        }
    }
}
