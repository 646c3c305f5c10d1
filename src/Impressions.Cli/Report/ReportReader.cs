using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Report;

/// <summary>Takes records through the function's own mapping. Not for concurrent use.</summary>
/// <param name="options">As <see cref="ReportCommand"/> sets them.</param>
sealed class ReportReader(ImpressionsOptions options)
{
    readonly Pipeline _pipeline = new(options);
    readonly EventFactsReader _facts = new(options);

    public ReadPart Read(InputPart part)
    {
        var events = new List<(Mapped, EventFacts)>(part.Records.Count);
        _pipeline.Map(
            new InvocationRecords(part.Records),
            (in mapped, in origin, _, line) => events.Add((mapped, _facts.Read(line, origin, mapped)))
        );
        return new(events, part.BytesRead);
    }
}

/// <summary>What becomes of the events of a part of the input.</summary>
/// <param name="BytesRead">Of all files, up to its end.</param>
sealed record ReadPart(IReadOnlyList<(Mapped Mapped, EventFacts Facts)> Events, long BytesRead);
