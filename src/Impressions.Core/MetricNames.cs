namespace Impressions.Core;

/// <summary>
/// Names of the numbers that an invocation reports, where more than the report itself reads them: <c>snake_case</c>, and
/// public once released, since alarms and dashboards use them.
/// </summary>
static class MetricNames
{
    public const string Records = "records";
    public const string RecordsSkipped = "records_skipped";
    public const string BatchItemFailures = "batch_item_failures";
    public const string Events = "events";
    public const string Mapped = "mapped";
    public const string Interactions = "interactions";
    public const string AlreadySettled = "already_settled";
    public const string Accepted = "accepted";
    public const string Clicks = "clicks";
    public const string ClicksUnresolved = "clicks_unresolved";
    public const string Calls = "calls";
    public const string ImpressionsRecalled = "impressions_recalled";

    /// <summary>Longest name (characters of ASCII); CloudWatch drops the metrics of a line that has a longer one.</summary>
    public const int MaxLength = 255;

    /// <summary>What the names of metrics by skip reason begin with; its code follows. Likewise the others.</summary>
    public const string SkippedPrefix = "skipped_";
    public const string DeadLettersPrefix = "dead_letters_";
    public const string ClicksByPrefix = "clicks_by_";
    public const string AnomaliesPrefix = "anomalies_";
    public const string InteractionsPrefix = "interactions_";
}
