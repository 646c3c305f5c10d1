namespace Impressions.Emulation.Account;

/// <summary>A read that the local account offers.</summary>
/// <param name="Service">In the scope of its signatures.</param>
/// <param name="Parameters">All that it takes; those with an asterisk are required.</param>
/// <param name="Key">The parameter that tells which answer of the scenario is meant; empty where there is one answer.</param>
sealed record AccountOperation(string Service, string Name, string[] Parameters, string Key = "")
{
    static readonly AccountOperation[] All =
    [
        new("personalize", "ListEventTrackers", ["datasetGroupArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeEventTracker", ["eventTrackerArn*"], "eventTrackerArn"),
        new("personalize", "DescribeDatasetGroup", ["datasetGroupArn*"], "datasetGroupArn"),
        new("personalize", "ListDatasets", ["datasetGroupArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeDataset", ["datasetArn*"], "datasetArn"),
        new("personalize", "DescribeSchema", ["schemaArn*"], "schemaArn"),
        new("personalize", "ListSolutions", ["datasetGroupArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeSolution", ["solutionArn*"], "solutionArn"),
        new("personalize", "ListCampaigns", ["solutionArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeCampaign", ["campaignArn*"], "campaignArn"),
        new("personalize", "ListRecommenders", ["datasetGroupArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeRecommender", ["recommenderArn*"], "recommenderArn"),
        new("personalize", "ListFilters", ["datasetGroupArn", "nextToken", "maxResults"]),
        new("personalize", "DescribeFilter", ["filterArn*"], "filterArn"),
        new("personalize", "ListMetricAttributions", ["datasetGroupArn", "nextToken", "maxResults"]),
        new(
            "personalize",
            "ListMetricAttributionMetrics",
            ["metricAttributionArn", "nextToken", "maxResults"],
            "metricAttributionArn"
        ),
        new("kinesis", "DescribeStreamSummary", ["StreamName", "StreamARN"]),
        new(
            "monitoring",
            "GetMetricData",
            ["MetricDataQueries*", "StartTime*", "EndTime*", "NextToken", "ScanBy", "MaxDatapoints"]
        ),
        new("lambda", "GetFunctionConfiguration", ["FunctionName*"], "FunctionName"),
        new("lambda", "ListEventSourceMappings", ["EventSourceArn", "FunctionName", "Marker", "MaxItems"]),
        new("iam", "SimulatePrincipalPolicy", [], "ActionNames.member.1"),
        new("cloudformation", "DescribeStackResource", ["StackName*", "LogicalResourceId*"], "StackName"),
    ];

    /// <summary>Null for an operation that is not offered, such as each that writes.</summary>
    public static AccountOperation? Find(string service, string name) =>
        Array.Find(All, operation => operation.Service == service && operation.Name == name);

    /// <returns>What is wrong with the parameters; null for nothing.</returns>
    public string? Violation(IReadOnlyCollection<string> given)
    {
        if (Parameters.Length == 0)
        {
            return null;
        }

        var missing = Array.Find(
            Parameters,
            parameter =>
                parameter.EndsWith('*') && !given.Contains(parameter.TrimEnd('*'), StringComparer.Ordinal)
        );
        var unknown = given.FirstOrDefault(name =>
            !Array.Exists(Parameters, parameter => parameter.TrimEnd('*') == name)
        );
        return missing is not null ? $"{missing.TrimEnd('*')} is missing"
            : unknown is not null ? $"{unknown} is not a parameter of {Name}"
            : null;
    }
}
