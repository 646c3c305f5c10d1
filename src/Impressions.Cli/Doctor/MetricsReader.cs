using System.Text.Json.Nodes;
using Impressions.Cli.Aws;
using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Reads the function's own metrics of the last day, and how far it is behind its stream.</summary>
sealed class MetricsReader(AwsReader aws, Attempt attempt)
{
    const int DaySeconds = 86_400;
    const string Age = "iterator_age";

    static readonly string[] Names =
    [
        MetricNames.Records,
        MetricNames.Interactions,
        MetricNames.Accepted,
        MetricNames.Clicks,
        MetricNames.ClicksUnresolved,
    ];

    public async Task<Account> ReadAsync(Account account, string function, CancellationToken cancellation)
    {
        var queries = new JsonArray([
            .. Names.Select(name => Query(name, "Impressions", name, "Sum", function)),
            Query(Age, "AWS/Lambda", "IteratorAge", "Maximum", function),
        ]);
        var answer = await attempt(async () =>
                [
                    await aws.CallAsync(
                            AwsService.CloudWatch,
                            "GetMetricData",
                            new JsonObject
                            {
                                ["MetricDataQueries"] = queries,
                                ["StartTime"] = account.Now.ToUnixTimeSeconds() - DaySeconds,
                                ["EndTime"] = account.Now.ToUnixTimeSeconds(),
                            },
                            cancellation
                        )
                        .ConfigureAwait(false),
                ]
            )
            .ConfigureAwait(false);
        if (answer is not [var found])
        {
            return account;
        }

        var values = found
            .Items("MetricDataResults")
            .ToDictionary(
                result => result.Text("Id"),
                result => result.Items("Values").Select(value => value.GetDouble()).ToList(),
                StringComparer.Ordinal
            );
        return account with
        {
            Metrics = Names.ToDictionary(
                name => name,
                name => values.GetValueOrDefault(name, []).Sum(),
                StringComparer.Ordinal
            ),
            IteratorAge =
                values.TryGetValue(Age, out var ages) && ages.Count > 0
                    ? TimeSpan.FromMilliseconds(ages.Max())
                    : null,
        };
    }

    static JsonNode Query(string id, string space, string metric, string statistic, string function) =>
        new JsonObject
        {
            ["Id"] = id,
            ["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Namespace"] = space,
                    ["MetricName"] = metric,
                    ["Dimensions"] = new JsonArray(
                        new JsonObject { ["Name"] = "FunctionName", ["Value"] = function }
                    ),
                },
                ["Period"] = DaySeconds,
                ["Stat"] = statistic,
            },
        };
}
