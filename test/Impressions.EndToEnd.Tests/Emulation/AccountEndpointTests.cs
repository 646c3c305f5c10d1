using System.Text.Json.Nodes;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Account;
using Impressions.Emulation.Http;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Emulation;

/// <summary>The local account against the official JavaScript clients: their signing, their wire formats, their errors.</summary>
public sealed class AccountEndpointTests
{
    public AccountEndpointTests() => Needs.JavaScriptSdk();

    [Fact]
    public async Task Read_OfficialClients_FindWhatTheScenarioHas()
    {
        var answers = await ReadAsync(
            ("personalize", "ListEventTrackers", []),
            ("personalize", "DescribeEventTracker", new() { ["eventTrackerArn"] = HealthyAccount.Tracker }),
            ("personalize", "DescribeDatasetGroup", new() { ["datasetGroupArn"] = HealthyAccount.Group }),
            ("personalize", "ListDatasets", new() { ["datasetGroupArn"] = HealthyAccount.Group }),
            ("personalize", "DescribeSchema", new() { ["schemaArn"] = HealthyAccount.Schema }),
            ("personalize", "DescribeSolution", new() { ["solutionArn"] = HealthyAccount.Solution }),
            ("personalize", "ListCampaigns", new() { ["solutionArn"] = HealthyAccount.Solution }),
            ("personalize", "ListRecommenders", []),
            ("personalize", "ListFilters", new() { ["datasetGroupArn"] = HealthyAccount.Group }),
            (
                "personalize",
                "ListMetricAttributionMetrics",
                new() { ["metricAttributionArn"] = HealthyAccount.Attribution }
            ),
            ("lambda", "GetFunctionConfiguration", new() { ["FunctionName"] = HealthyAccount.Function }),
            ("lambda", "ListEventSourceMappings", new() { ["FunctionName"] = HealthyAccount.Function }),
            ("kinesis", "DescribeStreamSummary", new() { ["StreamARN"] = HealthyAccount.Stream })
        );

        Assert.Equal("web", Text(answers, "ListEventTrackers/eventTrackers/0/name"));
        Assert.Equal(
            HealthyAccount.TrackingId,
            Text(answers, "DescribeEventTracker/eventTracker/trackingId")
        );
        Assert.Equal("ECOMMERCE", Text(answers, "DescribeDatasetGroup/datasetGroup/domain"));
        Assert.Equal("INTERACTIONS", Text(answers, "ListDatasets/datasets/1/datasetType"));
        Assert.Contains(
            "IMPRESSION",
            Text(answers, "DescribeSchema/schema/schema"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "20",
            Text(answers, "DescribeSolution/solution/latestSolutionVersion/creationDateTime"),
            StringComparison.Ordinal
        );
        Assert.Equal(HealthyAccount.Campaign, Text(answers, "ListCampaigns/campaigns/0/campaignArn"));
        Assert.Equal(HealthyAccount.Group, Text(answers, "ListRecommenders/recommenders/0/datasetGroupArn"));
        Assert.Equal("seen", Text(answers, "ListFilters/Filters/0/name"));
        Assert.Equal("Click", Text(answers, "ListMetricAttributionMetrics/metrics/0/eventType"));
        Assert.Equal("Active", Text(answers, "GetFunctionConfiguration/State"));
        Assert.Equal(
            "ReportBatchItemFailures",
            Text(answers, "ListEventSourceMappings/EventSourceMappings/0/FunctionResponseTypes/0")
        );
        Assert.Equal("ACTIVE", Text(answers, "DescribeStreamSummary/StreamDescriptionSummary/StreamStatus"));
    }

    [Fact]
    public async Task Write_OfficialClients_AreRefused()
    {
        var answers = await ReadAsync(
            ("personalize", "CreateDatasetGroup", new() { ["name"] = "shop" }),
            ("personalize", "DeleteEventTracker", new() { ["eventTrackerArn"] = HealthyAccount.Tracker }),
            ("kinesis", "DeleteStream", new() { ["StreamName"] = "enriched-good" }),
            ("lambda", "DeleteFunction", new() { ["FunctionName"] = HealthyAccount.Function }),
            (
                "personalize",
                "DescribeSolution",
                new() { ["solutionArn"] = "arn:aws:personalize:::solution/none" }
            )
        );

        Assert.Equal("AccessDeniedException", Text(answers, "CreateDatasetGroup"));
        Assert.Equal("AccessDeniedException", Text(answers, "DeleteEventTracker"));
        Assert.Equal("AccessDeniedException", Text(answers, "DeleteStream"));
        Assert.Equal("AccessDeniedException", Text(answers, "DeleteFunction"));
        Assert.Equal("ResourceNotFoundException", Text(answers, "DescribeSolution"));
    }

    static async Task<JsonNode> ReadAsync(
        params (string Service, string Operation, JsonObject Parameters)[] calls
    )
    {
        await using var endpoint = await AccountEndpoint.StartAsync(
            HealthyAccount.Create(),
            SigningIdentity.Local,
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        var list = new JsonArray([
            .. calls.Select(call => (JsonNode)new JsonArray(call.Service, call.Operation, call.Parameters)),
        ]);
        var node = await Command.RunAsync(
            "node",
            [
                Path.Combine(NodeJs.SdkFolder, "account.mjs"),
                endpoint.Address.ToString(),
                SigningIdentity.Local.AccessKeyId,
                SigningIdentity.Local.SecretAccessKey,
                list.ToJsonString(),
            ]
        );
        Assert.Equal(0, node.ExitCode);
        return JsonNode.Parse(node.Output)!;
    }

    static string Text(JsonNode answers, string path) =>
        path.Split('/')
            .Aggregate(
                answers,
                (at, part) =>
                    at switch
                    {
                        JsonArray list => list[int.Parse(part, null)]!,
                        JsonObject found => found[part]!,
                        _ => throw new InvalidOperationException($"{path}: the client got {at}"),
                    }
            )
            .ToString();
}
