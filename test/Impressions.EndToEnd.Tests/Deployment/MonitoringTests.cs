using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>Alarms and dashboard against the metrics that the function writes, and those that AWS writes for it.</summary>
public sealed partial class MonitoringTests
{
    /// <summary>By AWS's documentation: what it writes without being asked, but for <c>EventCount</c>'s two.</summary>
    static readonly Dictionary<string, string[]> OfAws = new(StringComparer.Ordinal)
    {
        ["AWS/Lambda FunctionName"] = ["Duration", "Errors", "Invocations", "IteratorAge", "Throttles"],
        ["AWS/Lambda EventSourceMappingUUID"] =
        [
            "DroppedEventCount",
            "OnFailureDestinationDeliveredEventCount",
        ],
        ["AWS/Kinesis StreamName"] = ["IncomingRecords"],
        ["AWS/Logs LogGroupName"] = ["IncomingBytes"],
    };

    static IReadOnlyList<string> AlarmNames =>
        [
            .. Template
                .Resources.Keys()
                .Where(name => Template.Resources.Mapping(name).Text("Type") == "AWS::CloudWatch::Alarm"),
        ];

    public static TheoryData<string> Alarms => [.. AlarmNames];

    [Fact]
    public void Metrics_OfTheFunction_AreOnesThatItWrites()
    {
        var used = AlarmMetrics().Concat(DashboardMetrics()).ToList();
        var own = used.Where(metric => metric.Namespace == InvocationLog.MetricNamespace).ToList();

        Assert.InRange(own.Count, 20, 100); // it really found them
        Assert.All(own, metric => Assert.Contains(metric.Name, Written()));
        Assert.All(own, metric => Assert.Equal(InvocationLog.MetricDimension, metric.Dimension));
        Assert.All(
            used.Except(own),
            metric => Assert.Contains(metric.Name, OfAws[$"{metric.Namespace} {metric.Dimension}"])
        );
    }

    /// <summary>
    /// A share of something that is missing while it is 0 is no number; what is written only where it is not 0 can be
    /// compared with 0 alone.
    /// </summary>
    [Fact]
    public void AlarmMetrics_OfTheFunction_AreWrittenByEveryInvocationOrOnlyComparedWithZero()
    {
        var always = Names(Some.Payload(lines: []));
        var seldom = AlarmMetrics()
            .Where(metric => metric.Namespace == InvocationLog.MetricNamespace)
            .Select(metric => metric.Name)
            .Except(always);

        Assert.Equal(["metadata_failed", "shown_items_failed", "shared_clicks_failed"], seldom);
        Assert.All(
            AlarmNames
                .Select(name => Template.Resources.Mapping(name, "Properties"))
                .Where(alarm =>
                    alarm.Keys().Contains("MetricName") && seldom.Contains(alarm.Text("MetricName"))
                ),
            alarm =>
            {
                Assert.Equal("0", alarm.Text("Threshold"));
                Assert.Equal("notBreaching", alarm.Text("TreatMissingData"));
            }
        );
    }

    [Fact]
    public void Dashboard_ShowsEveryReasonRuleAnomalyAndEventType()
    {
        var shown = DashboardMetrics().Select(metric => metric.Name).ToHashSet();

        Assert.ProperSuperset(ByCode().ToHashSet(), shown);
    }

    /// <summary>Most events are not selected, and beside them nothing else could be seen.</summary>
    [Fact]
    public void Dashboard_SkipsThatAreWrong_StandAlone()
    {
        using var dashboard = Dashboard();
        var wrong = Enum.GetValues<SkipReason>()
            .Skip(1)
            .Where(reason => !reason.IsIntentional())
            .Select(reason => MetricNames.SkippedPrefix + Codes<SkipReason>.Of(reason));

        Assert.Contains(
            dashboard
                .RootElement.GetProperty("widgets")
                .EnumerateArray()
                .Where(widget => widget.GetProperty("type").GetString() == "metric")
                .Select(widget =>
                    widget
                        .GetProperty("properties")
                        .GetProperty("metrics")
                        .EnumerateArray()
                        .Select(metric => metric[1].GetString()!)
                ),
            metrics => metrics.ToHashSet(StringComparer.Ordinal).SetEquals(wrong)
        );
    }

    /// <summary>Their widgets are known to a shop alone, so the dashboard searches for them.</summary>
    [Fact]
    public void Dashboard_OfRecommendations_SearchesWhatIsWritten()
    {
        var counts = new WidgetCounts { Views = 1 };
        foreach (var rank in Enumerable.Range(1, 7))
        {
            counts.AddClick(rank);
        }

        counts.AddConversion(value: 2.5);
        using var dashboard = Dashboard();
        var properties = dashboard
            .RootElement.GetProperty("widgets")
            .EnumerateArray()
            .Select(widget => widget.GetProperty("properties").ToString())
            .ToList();
        var searched = properties.SelectMany(text => SearchedMetric().Matches(text)).ToList();

        Assert.All(searched, found => Assert.Equal(SearchDimensions, found.Groups["dimensions"].Value));
        Assert.Equal(
            InvocationMetrics.Of(counts).Select(metric => metric.Name).Order(StringComparer.Ordinal),
            searched.Select(found => found.Groups["name"].Value).Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            properties,
            text =>
                text.Contains(
                    "sum(recommendation_clicks) / sum(recommendation_views)",
                    StringComparison.Ordinal
                )
        );
    }

    const string SearchDimensions =
        $"{InvocationLog.MetricNamespace},{InvocationLog.MetricDimension},{InvocationLog.WidgetDimension}";

    [GeneratedRegex(
        """SEARCH\('\{(?<dimensions>[^}]*)\} FunctionName=\\"[^"]+\\" MetricName=\\"(?<name>\w+)\\"',""",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex SearchedMetric();

    [Fact]
    public void Dashboard_ShowsEveryAlarm()
    {
        using var dashboard = Dashboard();
        var shown = dashboard
            .RootElement.GetProperty("widgets")
            .EnumerateArray()
            .Single(widget => widget.GetProperty("type").GetString() == "alarm")
            .GetProperty("properties")
            .GetProperty("alarms")
            .EnumerateArray()
            .Select(alarm => alarm.GetString());

        Assert.Equal(
            AlarmNames.Select(name => $"${{{name}.Arn}}").Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Dashboard_Widgets_FillTheGridWithoutOverlap()
    {
        using var dashboard = Dashboard();
        var cells = dashboard
            .RootElement.GetProperty("widgets")
            .EnumerateArray()
            .SelectMany(widget =>
                from x in Enumerable.Range(Number(widget, "x"), Number(widget, "width"))
                from y in Enumerable.Range(Number(widget, "y"), Number(widget, "height"))
                select (x, y)
            )
            .ToList();

        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.Equal(24 * (cells.Max(cell => cell.y) + 1), cells.Count); // a row is 24 wide

        static int Number(JsonElement widget, string name) => widget.GetProperty(name).GetInt32();
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_SaysWhatToDoAndWhatMissingMeans(string name)
    {
        var alarm = Template.Resources.Mapping(name, "Properties");

        Assert.InRange(alarm.Text("AlarmDescription").Length, 40, 1_024); // CloudWatch's most
        Assert.Contains(alarm.Text("TreatMissingData"), (string[])["ignore", "notBreaching"]);
        Assert.All(
            (string[])["AlarmActions", "OKActions"],
            actions =>
            {
                var choice = Assert.IsType<YamlSequenceNode>(alarm.Children[actions]);
                Assert.Equal(("!If", "Notifies"), (Template.TagOf(choice), choice.Children[0].Texts()[0]));
                Assert.Equal(["AlarmTopicArn"], choice.Children[1].Texts());
            }
        );
    }

    /// <summary>CloudWatch looks back a day at most.</summary>
    [Fact]
    public void NoInteractionsAlarm_Period_IsOneThatCloudWatchTakes() =>
        Assert.All(
            Template.Parameters.Mapping("NoInteractionsAlarmSeconds").Children["AllowedValues"].Texts(),
            text =>
            {
                var seconds = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(0, seconds % 60);
                Assert.InRange(seconds, 60, 86_400);
            }
        );

    [Fact]
    public void Expressions_NameOnlyTheirOwnMetrics()
    {
        var alarms = AlarmNames
            .Select(name => Template.Resources.Mapping(name, "Properties"))
            .Where(alarm => alarm.Keys().Contains("Metrics"))
            .ToList();

        Assert.Equal(3, alarms.Count);
        Assert.All(
            alarms,
            alarm =>
            {
                var queries = ((YamlSequenceNode)alarm.Children["Metrics"]).Cast<YamlMappingNode>().ToList();
                var ids = queries.Where(query => query.Keys().Contains("MetricStat")).Select(Id).ToList();
                var expression = queries.Single(query => query.Keys().Contains("Expression"));
                var words = Word().Matches(expression.Text("Expression")).Select(match => match.Value);
                Assert.Equal(
                    ids.Order(StringComparer.Ordinal),
                    words.Distinct().Order(StringComparer.Ordinal)
                );
                Assert.All(ids, id => Assert.Matches("^[a-z][A-Za-z0-9_]*$", id));
            }
        );

        static string Id(YamlMappingNode query) => query.Text("Id");
    }

    [Fact]
    public void Operation_Alarms_TableListsEachInOrder() =>
        Assert.Equal(
            AlarmNames.Select(name => $"`{name}`"),
            new Page("src", "Impressions", "OPERATION.md").Column("alarm")
        );

    /// <summary>Each is paid for.</summary>
    [Fact]
    public void Operation_Costs_CountTheMetricsAndTheAlarms()
    {
        var page = new Page("src", "Impressions", "OPERATION.md").Text;
        var metrics =
            Names(Some.Payload(lines: [])).Count()
            + AcceptedNames().Count(name => name.StartsWith("slowest_", StringComparison.Ordinal));

        Assert.Contains($"{metrics} CloudWatch metrics", page, StringComparison.Ordinal);
        Assert.Contains($"{AlarmNames.Count} alarms", page, StringComparison.Ordinal);
        Assert.Equal(
            ["StreamIsInThisAccount", "SendsMetadata", "SharesShownItems", "SharesClicks"], // as the page says
            AlarmNames
                .Select(name => Template.Resources.Mapping(name))
                .Where(alarm => alarm.Keys().Contains("Condition"))
                .Select(alarm => alarm.Text("Condition"))
        );
    }

    /// <summary>All that the function can write.</summary>
    static HashSet<string> Written()
    {
        var outcome = new Pipeline(Some.Options()).Plan(Some.Payload(lines: [])).Outcome;
        outcome.Report.ShownItems = new TableReport(Loaded: 1, Saved: 1, Failed: 1, Failure: "any");
        outcome.Report.SharedClicks = new TableReport(Loaded: 1, Saved: 1, Failed: 1, Failure: "any");
        outcome.Report.Metadata = new MetadataReport(Accepted: 1, Failed: 1, Failure: "any");
        return
        [
            .. InvocationMetrics.Of(outcome, TimeSpan.Zero).Select(metric => metric.Name),
            MetricNames.ImpressionsRecalled,
            .. AcceptedNames(),
            .. ByCode(),
        ];
    }

    /// <summary>Those whose name ends in a code: of a reason, a rule, an anomaly, or an event type that is there by default.</summary>
    static IEnumerable<string> ByCode() =>
        [
            .. Codes<SkipReason>.All.Skip(1).Select(code => MetricNames.SkippedPrefix + code),
            .. Codes<ClickedItemRule>.All.Skip(1).Select(code => MetricNames.ClicksByPrefix + code),
            .. Codes<DeadLetterReason>.All.Skip(1).Select(code => MetricNames.DeadLettersPrefix + code),
            .. Codes<Anomaly>.All.Select(code => MetricNames.AnomaliesPrefix + code),
            .. EventTable
                .All.Append(EventTable.Resume)
                .SelectMany(row => row.Actions)
                .Select(action => action.DefaultType)
                .OfType<string>()
                .Select(type => MetricNames.InteractionsPrefix + type),
        ];

    static IEnumerable<string> Names(byte[] payload) =>
        InvocationMetrics
            .Of(new Pipeline(Some.Options()).Plan(payload).Outcome, TimeSpan.Zero)
            .Select(metric => metric.Name);

    /// <summary>Of an invocation that sent something.</summary>
    static IEnumerable<string> AcceptedNames()
    {
        var (plan, outcome) = new Pipeline(Some.Options()).Plan(Some.Payload(Some.Line()));
        foreach (var batch in plan.Sessions.SelectMany(session => session).ToList())
        {
            outcome.Add(new SentBatch(batch, Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }

        return InvocationMetrics.Of(outcome, TimeSpan.Zero).Select(metric => metric.Name);
    }

    static IEnumerable<Metric> AlarmMetrics() =>
        AlarmNames
            .SelectMany(name => Template.Resources.Mapping(name).AllNodes)
            .OfType<YamlMappingNode>()
            .Where(node => node.Keys().Contains("MetricName"))
            .Select(node => new Metric(
                node.Text("Namespace"),
                node.Text("MetricName"),
                Assert.Single((YamlSequenceNode)node.Children["Dimensions"]) is YamlMappingNode dimension
                    ? dimension.Text("Name")
                    : ""
            ));

    static List<Metric> DashboardMetrics()
    {
        using var dashboard = Dashboard();
        return
        [
            .. dashboard
                .RootElement.GetProperty("widgets")
                .EnumerateArray()
                .Where(widget => widget.GetProperty("type").GetString() == "metric")
                .SelectMany(widget =>
                    widget.GetProperty("properties").GetProperty("metrics").EnumerateArray()
                )
                .Where(metric => metric[0].ValueKind == JsonValueKind.String) // others search
                .Select(metric => new Metric(
                    metric[0].GetString()!,
                    metric[1].GetString()!,
                    metric[2].GetString()!
                )),
        ];
    }

    /// <summary>With every alarm, and a number for the one placeholder that stands where JSON wants one.</summary>
    static JsonDocument Dashboard()
    {
        var body = Assert.IsType<YamlSequenceNode>(
            Template.Resources.Mapping("Dashboard", "Properties").Children["DashboardBody"]
        );
        Assert.Equal("!Sub", Template.TagOf(body));
        var text = body.Children[0].Texts()[0];
        foreach (var (name, alarm) in ((YamlMappingNode)body.Children[1]).Children)
        {
            text = text.Replace(
                $"${{{name.Texts()[0]}}}",
                ((YamlSequenceNode)alarm).Children[1].Texts()[0],
                StringComparison.Ordinal
            );
        }

        return JsonDocument.Parse(
            text.Replace("${IteratorAgeAlarmMilliseconds}", "1", StringComparison.Ordinal)
        );
    }

    [GeneratedRegex(@"(?<!\$\{)\b[a-z_]+\b", RegexOptions.None, 1_000)]
    private static partial Regex Word();

    sealed record Metric(string Namespace, string Name, string Dimension);
}
