using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Kinesis;

namespace Impressions.Cli.Report;

/// <summary>Takes records through the function's own mapping, and counts what becomes of their events.</summary>
/// <param name="options">As <see cref="ReportCommand"/> sets them.</param>
sealed class ReportReader(ImpressionsOptions options, ReportCount count)
{
    readonly Pipeline _pipeline = new(options);
    readonly EventFactsReader _facts = new(options);

    /// <param name="records">Of one invocation.</param>
    public void Add(IReadOnlyList<InputRecord> records) =>
        _pipeline.Map(
            new PayloadRecords { Payload = InputRecord.PayloadOf(records) },
            (in mapped, in origin, _, line) => count.Add(mapped, _facts.Read(line, origin, mapped))
        );
}
