using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Impressions.Cli;
using Impressions.Cli.Aws;
using Impressions.Cli.Doctor;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Account;
using Impressions.Emulation.Http;
using Spectre.Console.Testing;

namespace Impressions.Edge.Tests.Cli.Doctor;

/// <summary>Each fault of an account is found as what it is, and nothing else is; all reads go over HTTP to a local account.</summary>
public sealed class DoctorTests
{
    const string Source = "ListEventSourceMappings|EventSourceMappings|0";
    const string Configuration = $"GetFunctionConfiguration|{HealthyAccount.Function}";
    const string SolutionAt = $"DescribeSolution|{HealthyAccount.Solution}|solution";
    const string Other = "arn:aws:personalize:us-east-1:123456789012:dataset-group/other";

    static readonly DoctorTarget Target = new(
        Stack: null,
        HealthyAccount.Function,
        TrackingId: null,
        Stream: null
    );

    static readonly (string Fault, string Finding, Func<JsonObject, JsonObject> Make)[] Faults =
    [
        ("no tracker", "tracker_missing", a => a.With("ListEventTrackers|eventTrackers", new JsonArray())),
        ("another tracking id", "tracker_missing", a => a.WithSetting("PERSONALIZE_TRACKING_ID", "other")),
        (
            "tracker being made",
            "tracker_not_active",
            a =>
                a.With($"DescribeEventTracker|{HealthyAccount.Tracker}|eventTracker|status", "CREATE PENDING")
        ),
        (
            "group failed",
            "group_not_active",
            a => a.With($"DescribeDatasetGroup|{HealthyAccount.Group}|datasetGroup|status", "CREATE FAILED")
        ),
        (
            "models in another group",
            "other_group",
            a =>
                a.With("ListSolutions|solutions", new JsonArray())
                    .With("ListRecommenders|recommenders|0|datasetGroupArn", Other)
        ),
        (
            "no interactions",
            "no_interactions_dataset",
            a => a.With("ListDatasets|datasets|1|datasetType", "USERS")
        ),
        (
            "interactions failed",
            "interactions_not_active",
            a => a.With($"DescribeDataset|{HealthyAccount.DatasetArn}|dataset|status", "CREATE FAILED")
        ),
        (
            "property without column",
            "property_without_column",
            a => a.WithSetting("PROPERTIES", "app=app_id")
        ),
        (
            "property of another type",
            "property_type",
            a =>
                a.WithSetting("PROPERTIES", "app=app_id")
                    .WithColumns(
                        ("RECOMMENDATION_ID", "string"),
                        ("IMPRESSION", "string"),
                        ("APP", "boolean")
                    )
        ),
        ("no column for impressions", "column_missing", a => a.WithColumns(("RECOMMENDATION_ID", "string"))),
        ("no column for the id", "column_missing", a => a.WithColumns(("IMPRESSION", "string"))),
        (
            "impressions of another type",
            "column_type",
            a => a.WithColumns(("RECOMMENDATION_ID", "string"), ("IMPRESSION", "int"))
        ),
        (
            "too many columns",
            "too_many_types",
            a =>
                a.WithColumns([
                    ("RECOMMENDATION_ID", "string"),
                    ("IMPRESSION", "string"),
                    .. Enumerable.Range(0, 8).Select(i => ($"C{i}", "string")),
                ])
        ),
        (
            "event type in another case",
            "event_type_case",
            a => a.With($"{SolutionAt}|solutionConfig|eventsConfig|eventParametersList|0|eventType", "click")
        ),
        (
            "event type of a solution never sent",
            "event_type_never_sent",
            a => a.With($"{SolutionAt}|eventType", "Watch")
        ),
        (
            "event type of a filter never sent",
            "event_type_never_sent",
            a =>
                a.With(
                    $"DescribeFilter|{HealthyAccount.Filter}|filter|filterExpression",
                    "INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (\"Rented\")"
                )
        ),
        (
            "event type of a metric in another case",
            "event_type_case",
            a =>
                a.With(
                    $"ListMetricAttributionMetrics|{HealthyAccount.Attribution}|metrics|0|eventType",
                    "PURCHASE"
                )
        ),
        (
            "domain's event type not sent",
            "event_type_never_sent",
            a => a.With($"DescribeDatasetGroup|{HealthyAccount.Group}|datasetGroup|domain", "VIDEO_ON_DEMAND")
        ),
        ("never trained", "never_trained", a => a.With($"{SolutionAt}|latestSolutionVersion", null)),
        (
            "training failed",
            "training_failed",
            a => a.With($"{SolutionAt}|latestSolutionVersion|status", "CREATE FAILED")
        ),
        (
            "trained long ago",
            "training_old",
            a =>
                a.With(
                    $"{SolutionAt}|latestSolutionVersion|creationDateTime",
                    DateTimeOffset.UtcNow.AddDays(-40).ToUnixTimeSeconds()
                )
        ),
        ("trained by hand", "training_by_hand", a => a.With($"{SolutionAt}|performAutoTraining", false)),
        (
            "campaign failed",
            "not_active",
            a => a.With($"DescribeCampaign|{HealthyAccount.Campaign}|campaign|status", "CREATE FAILED")
        ),
        (
            "recommender stopped",
            "not_active",
            a => a.With("ListRecommenders|recommenders|0|status", "INACTIVE")
        ),
        (
            "campaign updating",
            "updating",
            a =>
                a.With(
                    $"DescribeCampaign|{HealthyAccount.Campaign}|campaign|latestCampaignUpdate",
                    new JsonObject { ["status"] = "CREATE IN_PROGRESS" }
                )
        ),
        (
            "no recipe uses impressions",
            "impressions_unused",
            a =>
                a.With($"{SolutionAt}|recipeArn", "arn:aws:personalize:::recipe/aws-user-personalization-v2")
                    .With(
                        "ListRecommenders|recommenders|0|recipeArn",
                        "arn:aws:personalize:::recipe/aws-ecomm-popular-items-by-views"
                    )
        ),
        (
            "nothing measured",
            "no_metric_attribution",
            a => a.With("ListMetricAttributions|metricAttributions", new JsonArray())
        ),
        (
            "one source for all",
            "one_attribution_source",
            a => a.WithSetting("ATTRIBUTION_SOURCE", "impressions")
        ),
        ("function failed", "function_failed", a => a.With($"{Configuration}|State", "Failed")),
        (
            "function's update failed",
            "function_update_failed",
            a => a.With($"{Configuration}|LastUpdateStatus", "Failed")
        ),
        ("wrong setting", "settings_wrong", a => a.WithSetting("UNRESOLVED_CLICK", "maybe")),
        ("older template", "function_old", a => a.WithSetting("IMPRESSION_STORE", null)),
        (
            "role may not send",
            "permission_missing",
            a => a.With("SimulatePrincipalPolicy|personalize:PutEvents", "implicitDeny")
        ),
        (
            "role may not decrypt",
            "permission_missing",
            a =>
                a.With("SimulatePrincipalPolicy|kms:Decrypt", "explicitDeny")
                    .With("DescribeStreamSummary|StreamDescriptionSummary|EncryptionType", "KMS")
                    .With(
                        "DescribeStreamSummary|StreamDescriptionSummary|KeyId",
                        "arn:aws:kms:us-east-1:1:key/k"
                    )
        ),
        (
            "no trigger",
            "no_event_source",
            a => a.With("ListEventSourceMappings|EventSourceMappings", new JsonArray())
        ),
        ("trigger disabled", "event_source_disabled", a => a.With($"{Source}|State", "Disabled")),
        (
            "trigger's calls fail",
            "event_source_problem",
            a => a.With($"{Source}|LastProcessingResult", "PROBLEM: Function call failed")
        ),
        (
            "trigger filtered",
            "event_source_filter",
            a =>
                a.With(
                    $"{Source}|FilterCriteria",
                    new JsonObject { ["Filters"] = new JsonArray(new JsonObject { ["Pattern"] = "{}" }) }
                )
        ),
        ("failures not read", "no_item_failures", a => a.With($"{Source}|FunctionResponseTypes", null)),
        ("no destination", "no_on_failure", a => a.With($"{Source}|DestinationConfig", null)),
        ("records too old", "record_age", a => a.With($"{Source}|MaximumRecordAgeInSeconds", 86_400)),
        ("records of any age", "record_age", a => a.With($"{Source}|MaximumRecordAgeInSeconds", -1)),
        (
            "stream being deleted",
            "stream_not_active",
            a => a.With("DescribeStreamSummary|StreamDescriptionSummary|StreamStatus", "DELETING")
        ),
        (
            "stream elsewhere",
            "other_region",
            a => a.With($"{Source}|EventSourceArn", HealthyAccount.Stream.Replace("us-east-1", "eu-west-1"))
        ),
        (
            "nothing arrived",
            "nothing_arrived",
            a => a.With("GetMetricData|MetricDataResults|0|Values", new JsonArray())
        ),
        ("nothing mapped", "nothing_mapped", a => a.With("GetMetricData|MetricDataResults|1|Values|0", 0)),
        ("nothing accepted", "not_accepted", a => a.With("GetMetricData|MetricDataResults|2|Values|0", 0)),
        (
            "no clicks",
            "no_clicks",
            a =>
                a.With("GetMetricData|MetricDataResults|3|Values|0", 0)
                    .With("GetMetricData|MetricDataResults|4|Values|0", 0)
        ),
        (
            "clicks without items",
            "clicks_unresolved",
            a => a.With("GetMetricData|MetricDataResults|4|Values|0", 30)
        ),
        ("far behind", "late", a => a.With("GetMetricData|MetricDataResults|5|Values|0", 7_200_000)),
        (
            "a read not allowed",
            "not_read",
            a => a.With("ListFilters", new JsonObject { ["refused"] = "AccessDeniedException" })
        ),
        (
            "metrics not allowed",
            "not_read",
            a => a.With("GetMetricData", new JsonObject { ["refused"] = "AccessDeniedException" })
        ),
    ];

    static readonly (string Account, Func<JsonObject, JsonObject> Make)[] Healthy =
    [
        ("an online shop", a => a),
        (
            "a custom group",
            a =>
                a.With($"DescribeDatasetGroup|{HealthyAccount.Group}|datasetGroup|domain", null)
                    .With("ListRecommenders|recommenders", new JsonArray())
        ),
        (
            "with values and properties",
            a =>
                a.WithSetting("EVENT_VALUES", "price")
                    .WithSetting("PROPERTIES", "appId=app_id")
                    .WithColumns(
                        ("RECOMMENDATION_ID", "string"),
                        ("IMPRESSION", "string"),
                        ("EVENT_VALUE", "float"),
                        ("APP_ID", "string")
                    )
        ),
        (
            "an encrypted stream that is kept for a week",
            a =>
                a.With("DescribeStreamSummary|StreamDescriptionSummary|EncryptionType", "KMS")
                    .With("DescribeStreamSummary|StreamDescriptionSummary|KeyId", "alias/aws/kinesis")
                    .With("DescribeStreamSummary|StreamDescriptionSummary|RetentionPeriodHours", 168)
                    .With($"{Source}|MaximumRecordAgeInSeconds", 600_000)
        ),
        (
            "a second group beside it",
            a =>
                a.With(
                    "ListRecommenders|recommenders",
                    new JsonArray(
                        new JsonObject
                        {
                            ["name"] = "theirs",
                            ["recommenderArn"] = HealthyAccount.Recommender,
                            ["datasetGroupArn"] = Other,
                            ["status"] = "INACTIVE",
                            ["recipeArn"] = "arn:aws:personalize:::recipe/aws-vod-top-picks",
                        }
                    )
                )
        ),
    ];

    public static TheoryData<string> AllFaults => [.. Faults.Select(fault => fault.Fault)];

    public static TheoryData<string> AllHealthy => [.. Healthy.Select(each => each.Account)];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AllFaults))]
    public async Task Of_Fault_IsFoundAlone(string fault)
    {
        var (_, expected, make) = Array.Find(Faults, each => each.Fault == fault);

        var (_, findings) = await LookAsync(make(HealthyAccount.Create()), Target);

        var finding = Assert.Single(findings);
        Assert.Equal(expected, finding.Id);
        Assert.NotEmpty(finding.Fix);
    }

    [Theory]
    [MemberData(nameof(AllHealthy))]
    public async Task Of_HealthyAccount_FindsNothing(string account)
    {
        var (_, make) = Array.Find(Healthy, each => each.Account == account);

        var (_, findings) = await LookAsync(make(HealthyAccount.Create()), Target);

        Assert.Empty(findings);
    }

    [Fact]
    public async Task Of_Stack_LooksAtItsFunction()
    {
        var (account, findings) = await LookAsync(HealthyAccount.Create(), new("shop", null, null, null));

        Assert.Equal(HealthyAccount.Function, account.Function!.Name);
        Assert.Empty(findings);
    }

    /// <summary>Without a function what is on Personalize's side is looked at, and the stream by its name.</summary>
    [Fact]
    public async Task Of_TrackingIdAndStream_LooksAtThose()
    {
        var target = new DoctorTarget(null, null, HealthyAccount.TrackingId, "enriched-good");

        var (account, findings) = await LookAsync(HealthyAccount.Create(), target);

        Assert.Equal(HealthyAccount.Stream, account.Stream!.Arn);
        Assert.Equal(HealthyAccount.Group, account.Group!.Arn);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData(null, "nobody")]
    public async Task Read_NameOfNothing_SaysWhatToDo(string? stack, string? function)
    {
        var problem = await Assert.ThrowsAsync<UsageException>(() =>
            LookAsync(HealthyAccount.Create(), new(stack, function, null, null))
        );

        Assert.Contains("--region", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Write_IsRefusedByTheLocalAccount()
    {
        await using var endpoint = await StartAsync(HealthyAccount.Create());
        using var aws = Open(endpoint, "us-east-1");

        var refusal = await Assert.ThrowsAsync<AwsRefusal>(() =>
            aws.CallAsync(
                AwsService.Personalize,
                "CreateDatasetGroup",
                new() { ["name"] = "x" },
                Cancellation
            )
        );

        Assert.True(refusal.IsDenied);
    }

    [Theory]
    [InlineData("DescribeEventTracker", "name")]
    [InlineData("ListSolutions", "solutionVersionArn")]
    public async Task Call_UnknownParameter_IsRefusedByTheLocalAccount(string operation, string parameter)
    {
        await using var endpoint = await StartAsync(HealthyAccount.Create());
        using var aws = Open(endpoint, "us-east-1");

        var refusal = await Assert.ThrowsAsync<AwsRefusal>(() =>
            aws.CallAsync(AwsService.Personalize, operation, new() { [parameter] = "x" }, Cancellation)
        );

        Assert.Equal("ValidationException", refusal.Code);
    }

    [Fact]
    public async Task Call_OtherRegion_IsRefusedByItsSignature()
    {
        await using var endpoint = await StartAsync(HealthyAccount.Create());
        using var aws = Open(endpoint, "eu-west-1");

        var refusal = await Assert.ThrowsAsync<AwsRefusal>(() =>
            aws.CallAsync(AwsService.Personalize, "ListEventTrackers", [], Cancellation)
        );

        Assert.Equal("InvalidSignatureException", refusal.Code);
    }

    [Fact]
    public async Task Write_Findings_AreOnePageWorstFirst()
    {
        var faulty = HealthyAccount
            .Create()
            .With($"{SolutionAt}|performAutoTraining", false)
            .With($"{Source}|State", "Disabled");
        var (account, findings) = await LookAsync(faulty, Target);
        using var console = new TestConsole();
        console.Profile.Width = 120;

        DoctorReport.Write(console, account, findings);

        Assert.StartsWith(
            "function impressions, stream enriched-good, dataset group shop in us-east-1",
            console.Output
        );
        Assert.True(
            console.Output.IndexOf("broken", StringComparison.Ordinal)
                < console.Output.IndexOf("note", StringComparison.Ordinal)
        );
        Assert.Contains("2 findings.", console.Output, StringComparison.Ordinal);
        Assert.True(console.Lines.Count <= 24);
    }

    [Fact]
    public async Task WriteJson_Findings_HaveIdAndFix()
    {
        var (account, findings) = await LookAsync(
            HealthyAccount.Create().With($"{Source}|State", "Disabled"),
            Target
        );
        using var output = new MemoryStream();

        DoctorReport.WriteJson(output, account, findings);

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray()));
        var finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal("event_source_disabled", finding.GetProperty("id").GetString());
        Assert.Equal("broken", finding.GetProperty("severity").GetString());
    }

    static async Task<(Account Account, IReadOnlyList<Finding> Findings)> LookAsync(
        JsonObject answers,
        DoctorTarget target
    )
    {
        await using var endpoint = await StartAsync(answers);
        using var aws = Open(endpoint, "us-east-1");
        var account = await new AccountReader(aws, TimeProvider.System, _ => { }).ReadAsync(
            target,
            Cancellation
        );
        return (account, Diagnosis.Of(account));
    }

    static Task<AccountEndpoint> StartAsync(JsonObject answers) =>
        AccountEndpoint.StartAsync(answers, SigningIdentity.Local, TimeProvider.System, Cancellation);

    static AwsReader Open(AccountEndpoint endpoint, string region) =>
        new(
            new BasicAWSCredentials(SigningIdentity.Local.AccessKeyId, SigningIdentity.Local.SecretAccessKey),
            region,
            TimeProvider.System,
            _ => endpoint.Address
        );
}
