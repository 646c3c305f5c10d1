namespace Impressions;

/// <summary>Nothing is sent: the function's own pipeline says what would be, as if Personalize took it all.</summary>
sealed class PlannedDelivery(ImpressionsOptions options) : IPortionDelivery
{
    readonly Pipeline _pipeline = new(options);

    public Task<PortionOutcome> DeliverAsync(EventPortion portion)
    {
        var plan = _pipeline.Plan(portion.Payload);
        foreach (var batch in plan.Sessions.SelectMany(session => session))
        {
            plan.Add(
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
            ["accepted"] = plan.Report.Accepted,
            ["calls"] = plan.Report.Calls,
        };
        Add<SkipReason>(metrics, "skipped_", plan.Report.Of);
        Add<DeadLetterReason>(metrics, EventReplayResult.DeadLettersOf, plan.Report.Of);
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
