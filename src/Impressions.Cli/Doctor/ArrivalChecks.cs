using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>What the function's own metrics of the last day say.</summary>
static class ArrivalChecks
{
    const double MaxUnresolvedShare = 0.2;
    const double MinAcceptedShare = 0.9;
    static readonly TimeSpan MaxIteratorAge = TimeSpan.FromHours(1);

    public static IEnumerable<Finding> Of(Account account)
    {
        if (account.Function is null || account.Unread.Any(unread => unread.Operation == "GetMetricData"))
        {
            yield break;
        }

        double Sum(string name) => account.Metrics.GetValueOrDefault(name);

        var (records, interactions, accepted) = (
            Sum(MetricNames.Records),
            Sum(MetricNames.Interactions),
            Sum(MetricNames.Accepted)
        );
        var (clicks, unresolved) = (Sum(MetricNames.Clicks), Sum(MetricNames.ClicksUnresolved));
        if (records == 0)
        {
            yield return new(
                Severity.Weak,
                "nothing_arrived",
                "No record arrived in the last day.",
                "impressions tail STREAM shows what is on the stream"
            );
        }
        else if (interactions == 0)
        {
            yield return new(
                Severity.Weak,
                "nothing_mapped",
                $"{records:0} records arrived in the last day, but none became an interaction.",
                "the metrics skipped_… say why; impressions tail STREAM shows each event"
            );
        }
        else if (accepted < MinAcceptedShare * interactions)
        {
            yield return new(
                Severity.Broken,
                "not_accepted",
                $"Personalize accepted {accepted:0} of {interactions:0} interactions in the last day.",
                $"aws logs tail /aws/lambda/{account.Function.Name} --filter-pattern WARN"
            );
        }
        else if (clicks == 0)
        {
            yield return new(
                Severity.Weak,
                "no_clicks",
                "Interactions arrive, but no click on a recommendation: Personalize does not learn which were clicked.",
                "the page's element must be tracked as README.md shows; impressions serve names what is missing"
            );
        }

        foreach (var finding in OfClicks(clicks, unresolved).Concat(OfAge(account.IteratorAge)))
        {
            yield return finding;
        }
    }

    static IEnumerable<Finding> OfClicks(double clicks, double unresolved)
    {
        if (clicks > 0 && unresolved > MaxUnresolvedShare * clicks)
        {
            yield return new(
                Severity.Weak,
                "clicks_unresolved",
                $"The item of {unresolved:0} of {clicks:0} clicks is unknown.",
                "data-item-id on the items, or CLICKED_ITEM_PATTERN"
            );
        }
    }

    static IEnumerable<Finding> OfAge(TimeSpan? iteratorAge)
    {
        if (iteratorAge > MaxIteratorAge)
        {
            yield return new(
                Severity.Broken,
                "late",
                $"The function is {iteratorAge.Value.TotalHours:0.0} h behind the stream.",
                "a higher ParallelizationFactor or MemorySize; src/Impressions/OPERATION.md"
            );
        }
    }
}
