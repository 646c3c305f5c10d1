using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core;

/// <summary>One number that an invocation reports.</summary>
/// <param name="Name"><c>snake_case</c>; from a bounded set.</param>
/// <param name="Unit">CloudWatch's word for it: <c>Count</c>, <c>Milliseconds</c> or <c>None</c>.</param>
readonly record struct InvocationMetric(string Name, string Unit, double Value);

static class InvocationMetrics
{
    const string Count = "Count";
    const string Milliseconds = "Milliseconds";
    const string None = "None";

    static readonly string[] RankMetrics =
    [
        "recommendation_clicks_rank_1",
        "recommendation_clicks_rank_2",
        "recommendation_clicks_rank_3",
        "recommendation_clicks_rank_4_to_6",
        "recommendation_clicks_rank_7_or_more",
    ];

    /// <summary>
    /// The same numbers each time, also where they are 0, so that an alarm can compute shares of them; then those by
    /// reason, rule and kind that are not zero: a metric costs money from its first value on.
    /// </summary>
    public static List<InvocationMetric> Of(InvocationOutcome outcome, TimeSpan elapsed)
    {
        var (report, records) = (outcome.Report, outcome.Records);
        List<InvocationMetric> metrics =
        [
            new(MetricNames.Records, Count, report.Records),
            new("records_sent", Count, records.CountOf(RecordFate.Sent)),
            new(MetricNames.RecordsSkipped, Count, records.CountOf(RecordFate.Skipped)),
            new("records_dead_letter", Count, records.CountOf(RecordFate.DeadLetter)),
            new(MetricNames.BatchItemFailures, Count, records.CountOf(RecordFate.BatchItemFailure)),
            new(MetricNames.Events, Count, report.Events),
            new("selected", Count, report.Selected),
            new(MetricNames.Mapped, Count, report.Mapped),
            new(MetricNames.Interactions, Count, report.Interactions),
            new(MetricNames.AlreadySettled, Count, report.AlreadySettled),
            new(MetricNames.Accepted, Count, report.Accepted),
            new("rejected", Count, report.Of(DeadLetterReason.Rejected)),
            new(MetricNames.Clicks, Count, report.Clicks),
            new(MetricNames.ClicksUnresolved, Count, report.UnresolvedClicks),
            new("dead_letters", Count, outcome.DeadLetters.Count),
            new("dead_letters_stored", Count, report.DeadLettersStored),
            new(MetricNames.Calls, Count, report.Calls),
            new("retries", Count, report.Retries),
            new("throttles", Count, report.Throttles),
            new("invocation_time", Milliseconds, elapsed.TotalMilliseconds),
        ];
        if (report.Accepted > 0)
        {
            metrics.Add(new("slowest_batch_time", Milliseconds, report.SlowestBatch.TotalMilliseconds));
            metrics.Add(
                new(
                    "slowest_collector_to_personalize_time",
                    Milliseconds,
                    report.SlowestFromCollector.TotalMilliseconds
                )
            );
        }

        AddNonZero(metrics, MetricNames.ImpressionsRecalled, report.ImpressionsRecalled);
        AddNonZero(metrics, "shown_items_loaded", report.ShownItems.Loaded);
        AddNonZero(metrics, "shown_items_saved", report.ShownItems.Saved);
        AddNonZero(metrics, "shown_items_failed", report.ShownItems.Failed);
        AddNonZero(metrics, "shared_clicks_loaded", report.SharedClicks.Loaded);
        AddNonZero(metrics, "shared_clicks_saved", report.SharedClicks.Saved);
        AddNonZero(metrics, "shared_clicks_failed", report.SharedClicks.Failed);
        AddNonZero(metrics, "metadata_accepted", report.Metadata.Accepted);
        AddNonZero(metrics, "metadata_failed", report.Metadata.Failed);
        AddNonZero<SkipReason>(metrics, MetricNames.SkippedPrefix, report.Of);
        AddNonZero<DeadLetterReason>(metrics, MetricNames.DeadLettersPrefix, report.Of);
        AddNonZero<ClickedItemRule>(
            metrics,
            MetricNames.ClicksByPrefix,
            rule => rule == ClickedItemRule.None ? 0 : report.Of(rule)
        );
        AddNonZero<Anomaly>(metrics, MetricNames.AnomaliesPrefix, report.Of);
        foreach (var (eventType, count) in report.EventTypes)
        {
            metrics.Add(new(MetricNames.InteractionsPrefix + eventType, Count, count));
        }

        return metrics;
    }

    /// <summary>How one widget does; views and clicks also where they are 0, so that shares can be computed.</summary>
    public static List<InvocationMetric> Of(WidgetCounts counts)
    {
        List<InvocationMetric> metrics =
        [
            new("recommendation_views", Count, counts.Views),
            new("recommendation_clicks", Count, counts.Clicks),
        ];
        for (var i = 0; i < counts.ClicksByRank.Count; i++)
        {
            AddNonZero(metrics, RankMetrics[i], counts.ClicksByRank[i]);
        }

        AddNonZero(metrics, "recommendation_conversions", counts.Conversions);
        if (counts.Value != 0)
        {
            metrics.Add(new("recommendation_value", None, counts.Value));
        }

        return metrics;
    }

    static void AddNonZero<T>(List<InvocationMetric> metrics, string prefix, Func<T, int> count)
        where T : struct, Enum
    {
        for (var i = 0; i < Codes<T>.All.Count; i++)
        {
            if (count(Codes<T>.At(i)) is > 0 and var some) // few are, and only those need a name
            {
                metrics.Add(new(prefix + Codes<T>.All[i], Count, some));
            }
        }
    }

    static void AddNonZero(List<InvocationMetric> metrics, string name, int count)
    {
        if (count > 0)
        {
            metrics.Add(new(name, Count, count));
        }
    }
}
