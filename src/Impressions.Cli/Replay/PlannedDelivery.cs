namespace Impressions;

/// <summary>Sends nothing: the function's own pipeline plans the calls, and all are taken for accepted.</summary>
sealed class PlannedDelivery(ImpressionsOptions options) : IPortionDelivery
{
    readonly Pipeline _pipeline = new(options);

    public Task<PortionOutcome> DeliverAsync(EventPortion portion)
    {
        var (plan, outcome) = _pipeline.Plan(portion.Payload);
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

        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["accepted"] = outcome.Report.Accepted,
            ["calls"] = outcome.Report.Calls,
        };
        Add<SkipReason>(metrics, "skipped_", outcome.Report.Of);
        Add<DeadLetterReason>(metrics, EventReplayResult.DeadLettersOf, outcome.Report.Of);
        return Task.FromResult(new PortionOutcome(portion.Lines.Count, metrics, default, []));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static void Add<T>(Dictionary<string, double> metrics, string prefix, Func<T, int> count)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            metrics[prefix + Codes<T>.Of(value)] = count(value);
        }
    }
}
