using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Replay;

/// <summary>Sends nothing: the function's own pipeline plans the calls, and all are taken for accepted.</summary>
sealed class PlannedDelivery(ImpressionsOptions options) : IChunkDelivery
{
    readonly Pipeline _pipeline = new(options);

    public Task<ChunkOutcome> DeliverAsync(IReadOnlyList<InputRecord> records)
    {
        var (plan, outcome) = _pipeline.Plan(new InvocationRecords(records));
        foreach (var batch in plan.Sessions.SelectMany(session => session))
        {
            outcome.Add(
                new SentBatch(
                    batch,
                    new CallAnswer(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0),
                    DateTimeOffset.UtcNow,
                    TimeSpan.Zero
                )
            );
        }

        var report = outcome.Report;
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [MetricNames.Accepted] = report.Accepted,
            [MetricNames.Calls] = report.Calls,
        };
        foreach (var reason in Enum.GetValues<SkipReason>())
        {
            metrics[MetricNames.SkippedPrefix + Codes<SkipReason>.Of(reason)] = report.Of(reason);
        }

        var deadLetters = Enum.GetValues<DeadLetterReason>()
            .SelectMany(reason =>
                Enumerable.Repeat(
                    new StoredRow(default, Codes<DeadLetterReason>.Of(reason), SequenceNumber: ""),
                    report.Of(reason)
                )
            );
        return Task.FromResult(new ChunkOutcome(records.Count, metrics, [.. deadLetters], []));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
