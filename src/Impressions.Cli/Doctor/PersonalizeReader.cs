using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Impressions.Cli.Aws;

namespace Impressions.Cli.Doctor;

/// <summary>Reads the tracker's dataset group: dataset, models, filters, metric attributions.</summary>
sealed partial class PersonalizeReader(AwsReader aws, Attempt attempt)
{
    readonly PersonalizeResources _resources = new(aws, attempt);

    public async Task<Account> ReadAsync(Account account, CancellationToken cancellation)
    {
        var tracker = await FindTrackerAsync(account.TrackingId, cancellation).ConfigureAwait(false);
        var recommenders = await ReadRecommendersAsync(cancellation).ConfigureAwait(false);
        if (tracker is null)
        {
            return account with { Recommenders = recommenders };
        }

        var group = await _resources
            .DescribeAsync("DatasetGroup", tracker.GroupArn, cancellation)
            .ConfigureAwait(false);
        var solutions = await ReadSolutionsAsync(tracker.GroupArn, cancellation).ConfigureAwait(false);
        return account with
        {
            Tracker = tracker,
            Recommenders = recommenders,
            Group =
                group.ValueKind == JsonValueKind.Object
                    ? new DatasetGroup(tracker.GroupArn, group.Text("status"), group.Text("domain"))
                    : null,
            Interactions = await ReadInteractionsAsync(tracker.GroupArn, cancellation).ConfigureAwait(false),
            Solutions = solutions,
            Campaigns = await ReadCampaignsAsync(solutions, cancellation).ConfigureAwait(false),
            Filters = await ReadFiltersAsync(tracker.GroupArn, cancellation).ConfigureAwait(false),
            MetricAttributions = await ReadMetricsAsync(tracker.GroupArn, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>No operation finds a tracker by its id: all are described until it is found.</summary>
    async Task<Tracker?> FindTrackerAsync(string trackingId, CancellationToken cancellation)
    {
        foreach (
            var each in await _resources.ListAsync("EventTracker", [], cancellation).ConfigureAwait(false)
        )
        {
            var found = await _resources
                .DescribeAsync("EventTracker", each.Text("eventTrackerArn"), cancellation)
                .ConfigureAwait(false);
            if (found.Text("trackingId") == trackingId)
            {
                return new Tracker(
                    each.Text("eventTrackerArn"),
                    trackingId,
                    found.Text("status"),
                    found.Text("datasetGroupArn")
                );
            }
        }

        return null;
    }

    async Task<Dataset?> ReadInteractionsAsync(string groupArn, CancellationToken cancellation)
    {
        var datasets = await _resources
            .ListAsync("Dataset", PersonalizeResources.OfGroup(groupArn), cancellation)
            .ConfigureAwait(false);
        var listed = datasets.FirstOrDefault(each =>
            each.Text("datasetType").ToUpperInvariant() is "INTERACTIONS" or "ITEM_INTERACTIONS"
        );
        if (listed.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var dataset = await _resources
            .DescribeAsync("Dataset", listed.Text("datasetArn"), cancellation)
            .ConfigureAwait(false);
        var schema = await _resources
            .DescribeAsync("Schema", dataset.Text("schemaArn"), cancellation)
            .ConfigureAwait(false);
        return new Dataset(listed.Text("datasetArn"), dataset.Text("status"), Columns(schema.Text("schema")));
    }

    /// <param name="avro">The schema as a text of JSON.</param>
    static Dictionary<string, string> Columns(string avro)
    {
        try
        {
            using var json = JsonDocument.Parse(avro);
            return json
                .RootElement.Items("fields")
                .ToDictionary(
                    field => field.Text("name"),
                    field => TypeOf(field.Member("type")),
                    StringComparer.Ordinal
                );
        }
        catch (JsonException)
        {
            return [];
        }
    }

    static string TypeOf(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray()
                .Select(each => each.GetString() ?? "")
                .FirstOrDefault(each => each != "null", "null")
            : type.GetString() ?? "";

    async Task<IReadOnlyList<Solution>> ReadSolutionsAsync(string groupArn, CancellationToken cancellation)
    {
        var solutions = new List<Solution>();
        foreach (
            var each in await _resources
                .ListAsync("Solution", PersonalizeResources.OfGroup(groupArn), cancellation)
                .ConfigureAwait(false)
        )
        {
            var found = await _resources
                .DescribeAsync("Solution", each.Text("solutionArn"), cancellation)
                .ConfigureAwait(false);
            var weighted = found
                .Member("solutionConfig")
                .Member("eventsConfig")
                .Items("eventParametersList")
                .Select(parameters => parameters.Text("eventType"));
            var latest = found.Member("latestSolutionVersion");
            solutions.Add(
                new Solution(
                    each.Text("name"),
                    each.Text("solutionArn"),
                    found.Text("status"),
                    found.Text("recipeArn"),
                    found.Member("performAutoTraining").ValueKind == JsonValueKind.True,
                    [
                        .. weighted
                            .Append(found.Text("eventType"))
                            .Where(type => type.Length > 0)
                            .Distinct(StringComparer.Ordinal),
                    ],
                    latest.ValueKind == JsonValueKind.Object
                        ? new SolutionVersion(latest.Text("status"), latest.Time("creationDateTime"))
                        : null
                )
            );
        }

        return solutions;
    }

    async Task<IReadOnlyList<Deployed>> ReadCampaignsAsync(
        IReadOnlyList<Solution> solutions,
        CancellationToken cancellation
    )
    {
        var campaigns = new List<Deployed>();
        foreach (var solution in solutions)
        {
            var ofSolution = new JsonObject { ["solutionArn"] = solution.Arn };
            foreach (
                var each in await _resources
                    .ListAsync("Campaign", ofSolution, cancellation)
                    .ConfigureAwait(false)
            )
            {
                var found = await _resources
                    .DescribeAsync("Campaign", each.Text("campaignArn"), cancellation)
                    .ConfigureAwait(false);
                campaigns.Add(
                    new Deployed(
                        "Campaign",
                        each.Text("name"),
                        "",
                        solution.Recipe,
                        found.Text("status"),
                        found.Member("latestCampaignUpdate").Text("status")
                    )
                );
            }
        }

        return campaigns;
    }

    async Task<IReadOnlyList<Deployed>> ReadRecommendersAsync(CancellationToken cancellation)
    {
        var recommenders = new List<Deployed>();
        foreach (
            var each in await _resources.ListAsync("Recommender", [], cancellation).ConfigureAwait(false)
        )
        {
            var found = await _resources
                .DescribeAsync("Recommender", each.Text("recommenderArn"), cancellation)
                .ConfigureAwait(false);
            recommenders.Add(
                new Deployed(
                    "Recommender",
                    each.Text("name"),
                    each.Text("datasetGroupArn"),
                    each.Text("recipeArn"),
                    each.Text("status"),
                    found.Member("latestRecommenderUpdate").Text("status")
                )
            );
        }

        return recommenders;
    }

    async Task<IReadOnlyList<NamedTypes>> ReadFiltersAsync(string groupArn, CancellationToken cancellation)
    {
        var filters = new List<NamedTypes>();
        foreach (
            var each in await _resources
                .ListAsync("Filter", PersonalizeResources.OfGroup(groupArn), cancellation)
                .ConfigureAwait(false)
        )
        {
            var found = await _resources
                .DescribeAsync("Filter", each.Text("filterArn"), cancellation)
                .ConfigureAwait(false);
            filters.Add(
                new NamedTypes($"Filter {each.Text("name")}", [.. TypesIn(found.Text("filterExpression"))])
            );
        }

        return filters;
    }

    /// <summary>The event types that a filter names; a parameter such as <c>$TYPE</c> names none.</summary>
    public static IEnumerable<string> TypesIn(string expression) =>
        EventTypeCondition()
            .Matches(expression)
            .SelectMany(match => match.Groups["types"].Value.Split(','))
            .Select(type => type.Trim())
            .Where(type => type.StartsWith('"') && type != "\"*\"")
            .Select(type => type.Trim('"'));

    async Task<IReadOnlyList<NamedTypes>> ReadMetricsAsync(string groupArn, CancellationToken cancellation)
    {
        var attributions = new List<NamedTypes>();
        foreach (
            var each in await _resources
                .ListAsync("MetricAttribution", PersonalizeResources.OfGroup(groupArn), cancellation)
                .ConfigureAwait(false)
        )
        {
            var metrics = await attempt(async () =>
                    [
                        .. await aws.ListAsync(
                                AwsService.Personalize,
                                "ListMetricAttributionMetrics",
                                new JsonObject
                                {
                                    ["metricAttributionArn"] = each.Text("metricAttributionArn"),
                                },
                                "metrics",
                                cancellation
                            )
                            .ConfigureAwait(false),
                    ]
                )
                .ConfigureAwait(false);
            attributions.Add(
                new NamedTypes(
                    $"Metric attribution {each.Text("name")}",
                    [
                        .. (metrics ?? [])
                            .Select(metric => metric.Text("eventType"))
                            .Distinct(StringComparer.Ordinal),
                    ]
                )
            );
        }

        return attributions;
    }

    [GeneratedRegex(
        """EVENT_TYPE\s+(?:NOT\s+)?IN\s*\((?<types>[^)]*)\)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex EventTypeCondition();
}
