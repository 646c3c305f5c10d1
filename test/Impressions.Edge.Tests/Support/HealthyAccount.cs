using System.Text.Json.Nodes;
using Impressions.Core;

namespace Impressions.Edge.Tests.Support;

/// <summary>Answers of an account in which nothing is wrong, to be changed by the tests.</summary>
static class HealthyAccount
{
    public const string Function = "impressions";
    public const string Group = "arn:aws:personalize:us-east-1:123456789012:dataset-group/shop";
    public const string Tracker = "arn:aws:personalize:us-east-1:123456789012:event-tracker/web";
    public const string Solution = "arn:aws:personalize:us-east-1:123456789012:solution/liked";
    public const string Campaign = "arn:aws:personalize:us-east-1:123456789012:campaign/liked";
    public const string Recommender = "arn:aws:personalize:us-east-1:123456789012:recommender/for-you";
    public const string Filter = "arn:aws:personalize:us-east-1:123456789012:filter/seen";
    public const string Attribution = "arn:aws:personalize:us-east-1:123456789012:metric-attribution/shop";
    public const string DatasetArn = "arn:aws:personalize:us-east-1:123456789012:dataset/shop/INTERACTIONS";
    public const string Schema = "arn:aws:personalize:us-east-1:123456789012:schema/shop";
    public const string Stream = "arn:aws:kinesis:us-east-1:123456789012:stream/enriched-good";
    public const string TrackingId = "11111111-2222-3333-4444-555555555555";

    static readonly DateTimeOffset Trained = DateTimeOffset.UtcNow.AddDays(-3);

    public static JsonObject Create() =>
        JsonNode
            .Parse(
                $$"""
                {
                  "GetFunctionConfiguration": { "{{Function}}": {
                    "FunctionName": "{{Function}}", "State": "Active", "LastUpdateStatus": "Successful",
                    "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:{{Function}}",
                    "Role": "arn:aws:iam::123456789012:role/{{Function}}",
                    "Environment": { "Variables": {{Variables()}} } } },
                  "DescribeStackResource": { "shop": "{{Function}}" },
                  "ListEventSourceMappings": { "EventSourceMappings": [ {
                    "UUID": "0", "EventSourceArn": "{{Stream}}", "State": "Enabled", "LastProcessingResult": "OK",
                    "FunctionResponseTypes": ["ReportBatchItemFailures"], "MaximumRecordAgeInSeconds": 79200,
                    "DestinationConfig": { "OnFailure": { "Destination": "arn:aws:s3:::dead-letters" } } } ] },
                  "DescribeStreamSummary": { "StreamDescriptionSummary": {
                    "StreamARN": "{{Stream}}", "StreamName": "enriched-good", "StreamStatus": "ACTIVE", "RetentionPeriodHours": 24,
                    "EncryptionType": "NONE", "OpenShardCount": 2 } },
                  "SimulatePrincipalPolicy": {
                    "personalize:PutEvents": "allowed", "kinesis:GetRecords": "allowed", "kms:Decrypt": "allowed" },
                  "ListEventTrackers": { "eventTrackers": [ { "name": "web", "eventTrackerArn": "{{Tracker}}" } ] },
                  "DescribeEventTracker": { "{{Tracker}}": { "eventTracker": {
                    "eventTrackerArn": "{{Tracker}}", "trackingId": "{{TrackingId}}", "status": "ACTIVE", "datasetGroupArn": "{{Group}}" } } },
                  "DescribeDatasetGroup": { "{{Group}}": { "datasetGroup": { "status": "ACTIVE", "domain": "ECOMMERCE" } } },
                  "ListDatasets": { "datasets": [
                    { "datasetType": "ITEMS", "datasetArn": "arn:items" },
                    { "datasetType": "INTERACTIONS", "datasetArn": "{{DatasetArn}}" } ] },
                  "DescribeDataset": { "{{DatasetArn}}": { "dataset": { "status": "ACTIVE", "schemaArn": "{{Schema}}" } } },
                  "DescribeSchema": { "{{Schema}}": { "schema": { "schema": "" } } },
                  "ListSolutions": { "solutions": [ { "name": "liked", "solutionArn": "{{Solution}}" } ] },
                  "DescribeSolution": { "{{Solution}}": { "solution": {
                    "status": "ACTIVE", "recipeArn": "arn:aws:personalize:::recipe/aws-user-personalization", "performAutoTraining": true,
                    "solutionConfig": { "eventsConfig": { "eventParametersList": [ { "eventType": "Click", "weight": 1 } ] } },
                    "latestSolutionVersion": { "status": "ACTIVE", "creationDateTime": {{Trained.ToUnixTimeSeconds()}} } } } },
                  "ListCampaigns": { "campaigns": [ { "name": "liked", "campaignArn": "{{Campaign}}" } ] },
                  "DescribeCampaign": { "{{Campaign}}": { "campaign": { "status": "ACTIVE" } } },
                  "ListRecommenders": { "recommenders": [ {
                    "name": "for-you", "recommenderArn": "{{Recommender}}", "datasetGroupArn": "{{Group}}", "status": "ACTIVE",
                    "recipeArn": "arn:aws:personalize:::recipe/aws-ecomm-recommended-for-you" } ] },
                  "DescribeRecommender": { "{{Recommender}}": { "recommender": { "status": "ACTIVE" } } },
                  "ListFilters": { "Filters": [ { "name": "seen", "filterArn": "{{Filter}}" } ] },
                  "DescribeFilter": { "{{Filter}}": { "filter": {
                    "filterExpression": "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\", \"*\", $TYPE)" } } },
                  "ListMetricAttributions": { "metricAttributions": [ { "name": "shop", "metricAttributionArn": "{{Attribution}}" } ] },
                  "ListMetricAttributionMetrics": { "{{Attribution}}": { "metrics": [ { "eventType": "Click", "metricName": "clicks" } ] } },
                  "GetMetricData": { "MetricDataResults": [
                    { "Id": "records", "Values": [1000] }, { "Id": "interactions", "Values": [300] }, { "Id": "accepted", "Values": [300] },
                    { "Id": "clicks", "Values": [40] }, { "Id": "clicks_unresolved", "Values": [2] }, { "Id": "iterator_age", "Values": [900] } ] }
                }
                """
            )!
            .AsObject()
            .WithColumns(("RECOMMENDATION_ID", "string"), ("IMPRESSION", "string"));

    /// <summary>Gives the interactions' schema these columns besides the required ones.</summary>
    public static JsonObject WithColumns(this JsonObject account, params (string Name, string Type)[] columns)
    {
        var fields = columns
            .Prepend(("TIMESTAMP", "long"))
            .Prepend(("EVENT_TYPE", "string"))
            .Prepend(("ITEM_ID", "string"))
            .Prepend(("USER_ID", "string"))
            .Select(column =>
                (JsonNode)
                    new JsonObject { ["name"] = column.Item1, ["type"] = new JsonArray(column.Item2, "null") }
            );
        account["DescribeSchema"]![Schema]!["schema"]!["schema"] = new JsonObject
        {
            ["type"] = "record",
            ["fields"] = new JsonArray([.. fields]),
        }.ToJsonString();
        return account;
    }

    /// <summary>Changes a setting of the function.</summary>
    public static JsonObject WithSetting(this JsonObject account, string name, string? value)
    {
        var variables = account.At($"GetFunctionConfiguration/{Function}/Environment/Variables").AsObject();
        _ = variables.Remove(name);
        if (value is not null)
        {
            variables[name] = value;
        }

        return account;
    }

    /// <summary>Changes what stands at a path of names and positions; null takes it away.</summary>
    public static JsonObject With(this JsonObject account, string path, JsonNode? value)
    {
        var parts = path.Split('|');
        var parent = account.At(string.Join('|', parts[..^1]), '|');
        if (parent is JsonArray list)
        {
            list[int.Parse(parts[^1], null)] = value;
        }
        else if (value is null)
        {
            _ = parent.AsObject().Remove(parts[^1]);
        }
        else
        {
            parent[parts[^1]] = value;
        }

        return account;
    }

    static JsonNode At(this JsonNode node, string path, char separator = '/') =>
        path.Split(separator, StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(node, (at, part) => at is JsonArray list ? list[int.Parse(part, null)]! : at[part]!);

    static string Variables()
    {
        var variables = new JsonObject();
        foreach (var setting in Settings.All)
        {
            variables[setting.Name] = setting == Settings.TrackingId ? TrackingId : setting.Default;
        }

        return variables.ToJsonString();
    }
}
