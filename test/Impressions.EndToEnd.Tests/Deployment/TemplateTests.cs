using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>What is deployed against the code that it deploys.</summary>
public sealed partial class TemplateTests
{
    static YamlMappingNode Variables => Template.FunctionProperties.Mapping("Environment", "Variables");

    static YamlMappingNode EventSource =>
        Template.FunctionProperties.Mapping("Events", "EnrichedEvents", "Properties");

    /// <summary>All but the bucket and the table, which the template makes itself.</summary>
    public static TheoryData<string> ParameterSettings =>
        [
            .. Settings
                .All.Except([Settings.DeadLetterBucket, Settings.ImpressionTable])
                .Select(setting => setting.Name),
        ];

    [Fact]
    public void Environment_Variables_AreExactlyTheSettingsPersonalizesAddressAndTheRuntimes() =>
        Assert.Equal(
            [
                .. Settings.All.Select(setting => setting.Name),
                "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
                LocalLambdaOptions.YoungestGenerationVariable,
            ],
            Variables.Keys()
        );

    [Fact]
    public void Environment_YoungestGeneration_IsWhatLocalRunsHave() =>
        Assert.Equal(
            LocalLambdaOptions.YoungestGenerationBytes,
            Variables.Text(LocalLambdaOptions.YoungestGenerationVariable)
        );

    [Fact]
    public void TimeoutAndMemory_AreWhatLocalRunsHave() =>
        Assert.Equal(
            (
                Template.Parameters.Mapping("Timeout").Text("Default"),
                Template.Parameters.Mapping("MemorySize").Text("Default")
            ),
            (
                LocalLambdaOptions.TemplateTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                new LocalLambdaOptions("").MemoryMegabytes.ToString(CultureInfo.InvariantCulture)
            )
        );

    [Fact]
    public void YoungestGenerationBytes_AreTwoMebibytes_AsNativeCodeReadsThem() =>
        Assert.Equal(
            2 << 20,
            int.Parse(
                LocalLambdaOptions.YoungestGenerationBytes, // with 0x in front native code ignores it
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            )
        );

    [Theory]
    [MemberData(nameof(ParameterSettings))]
    public void Environment_Variable_IsAParameterWithTheSettingsDefault(string name)
    {
        var setting = Settings.All.Single(setting => setting.Name == name);
        var variable = Variables.Children[name];
        var parameter = Template.Parameters.Mapping(ParameterOf(setting));

        Assert.Equal("!Ref", Template.TagOf(variable));
        Assert.Equal([ParameterOf(setting)], variable.Texts());
        Assert.Equal(setting != Settings.TrackingId, parameter.Keys().Contains("Default"));
        Assert.Equal(setting.Default, parameter.Keys().Contains("Default") ? parameter.Text("Default") : "");
    }

    /// <summary>Without a bucket the policy says what happens, so one parameter serves for both.</summary>
    [Fact]
    public void Environment_ImpressionTable_IsTheTemplatesOwnWhereItIsShared()
    {
        var table = Assert.IsType<YamlSequenceNode>(Variables.Children[Settings.ImpressionTable.Name]);

        Assert.Equal("!If", Template.TagOf(table));
        Assert.Equal(["SharesTable", "ShownItemsTable", ""], table.Texts());
        Assert.Equal("SharesTable", Template.Resources.Mapping("ShownItemsTable").Text("Condition"));
        Assert.Equal("!Or", Template.TagOf(Condition("SharesTable")));
        Assert.Equal(["SharesShownItems", "SharesClicks"], Condition("SharesTable").Texts());
        Assert.Equal(
            ["ImpressionStore", Codes<ImpressionStore>.Of(ImpressionStore.Dynamodb)],
            Condition("SharesShownItems").Texts()
        );
        Assert.Equal(
            ["AttributeConversions", Codes<AttributeConversions>.Of(AttributeConversions.Dynamodb)],
            Condition("SharesClicks").Texts()
        );

        static YamlNode Condition(string name) => Template.Mapping("Conditions").Children[name];
    }

    [Fact]
    public void Environment_DeadLetterBucket_IsTheTemplatesOwnUnlessThePolicyIsLog()
    {
        var bucket = Assert.IsType<YamlSequenceNode>(Variables.Children[Settings.DeadLetterBucket.Name]);
        var condition = Assert.IsType<YamlSequenceNode>(
            Template.Mapping("Conditions").Children["StoresDeadLetters"]
        );

        Assert.Equal("!If", Template.TagOf(bucket));
        Assert.Equal(["StoresDeadLetters", "DeadLetterBucket", ""], bucket.Texts());
        Assert.Equal("!Ref", Template.TagOf(bucket.Children[1]));
        Assert.Equal("!Equals", Template.TagOf(condition));
        Assert.Equal(["DeadLetters", Codes<DeadLetterPolicy>.Of(DeadLetterPolicy.Keep)], condition.Texts());
    }

    [Fact]
    public void Parameters_OfChoices_AllowWhatTheCodeKnows()
    {
        Assert.Equal(Codes<UnresolvedClick>.All, AllowedValues(Settings.UnresolvedClick));
        Assert.Equal(Codes<AnonymousUsers>.All, AllowedValues(Settings.AnonymousUsers));
        Assert.Equal(Codes<Robots>.All, AllowedValues(Settings.Robots));
        Assert.Equal(Codes<SessionIdentity>.All, AllowedValues(Settings.SessionIdentity));
        Assert.Equal(Codes<EventValue>.All, AllowedValues(Settings.EventValues));
        Assert.Equal(Codes<DeadLetterPolicy>.All, AllowedValues(Settings.DeadLetters));
        Assert.Equal(Codes<ImpressionStore>.All, AllowedValues(Settings.ImpressionStore));
        Assert.Equal(Codes<AttributeConversions>.All, AllowedValues(Settings.AttributeConversions));
        Assert.Equal(Codes<RecommendationMetrics>.All, AllowedValues(Settings.RecommendationMetrics));

        static IReadOnlyList<string> AllowedValues(Setting setting) =>
            Template.Parameters.Mapping(ParameterOf(setting)).Children["AllowedValues"].Texts();
    }

    [Fact]
    public void Parameters_WithAMost_AllowTheMostThatTheCodeAccepts()
    {
        var mosts = Settings
            .All.Except([
                Settings.DeadLetterBucket,
                Settings.ImpressionTable,
                Settings.UsersDatasetArn,
                Settings.ItemsDatasetArn,
            ])
            .Select(setting => (setting, Most: MostOf(setting)))
            .Where(most => most.Most > 0);

        Assert.Equal(10, mosts.Count());
        Assert.All(
            mosts,
            most =>
            {
                var isNumber =
                    Template.Parameters.Mapping(ParameterOf(most.setting)).Text("Type") == "Number";
                Assert.True(IsAccepted(most.setting, isNumber ? $"{most.Most}" : new string('x', most.Most)));
                Assert.False(
                    IsAccepted(most.setting, isNumber ? $"{most.Most + 1}" : new string('x', most.Most + 1))
                );
            }
        );
    }

    [Fact]
    public void References_EveryTarget_Exists()
    {
        var targets = Template.Nodes.SelectMany(Targets).ToList();

        Assert.InRange(targets.Count, 30, 500); // it really found them
        Assert.All(
            targets.Where(target => !target.StartsWith("AWS::", StringComparison.Ordinal)),
            target =>
                Assert.Contains(
                    target,
                    Template
                        .Parameters.Keys()
                        .Concat(Template.Resources.Keys())
                        .Append(Template.LogicalId + "EnrichedEvents") // the event source mapping that SAM makes
                )
        );
    }

    [Fact]
    public void Parameters_EveryOne_IsUsed()
    {
        var targets = Template.Nodes.SelectMany(Targets).ToHashSet();

        Assert.All(Template.Parameters.Keys(), parameter => Assert.Contains(parameter, targets));
    }

    /// <summary>The console shows the groups, <c>sam deploy --guided</c> asks in the order of the parameters.</summary>
    [Fact]
    public void Parameters_AreGroupedInTheirOrder_AShortListFirst()
    {
        var groups = (
            (YamlSequenceNode)
                Template.Mapping("Metadata", "AWS::CloudFormation::Interface").Children["ParameterGroups"]
        )
            .Cast<YamlMappingNode>()
            .ToList();

        Assert.All(groups, group => Assert.NotEmpty(group.Mapping("Label").Text("default")));
        Assert.Equal(
            Template.Parameters.Keys(),
            groups.SelectMany(group => group.Children["Parameters"].Texts())
        );
        Assert.InRange(groups[0].Children["Parameters"].Texts().Count, 2, 8);
        Assert.Subset(
            groups[0].Children["Parameters"].Texts().ToHashSet(),
            (HashSet<string>)["StreamArn", "PersonalizeTrackingId"] // what has no default
        );
    }

    [Fact]
    public void Version_OfTheTemplate_IsTheFunctions()
    {
        Assert.StartsWith(
            $"Impressions {Product.Version}: ",
            Template.Mapping().Text("Description"),
            StringComparison.Ordinal
        );
        Assert.Equal(Product.Version, Template.Mapping("Outputs", "Version").Text("Value"));
    }

    [Fact]
    public void Outputs_AreDescribed() =>
        Assert.All(
            Template.Mapping("Outputs").Keys(),
            name => Assert.InRange(Template.Mapping("Outputs", name).Text("Description").Length, 10, 1_024)
        );

    [Fact]
    public void Key_OfOnesOwn_EncryptsLogEnvironmentAndTable()
    {
        Assert.All(
            [
                Template.FunctionProperties.Children["KmsKeyArn"],
                Template.Resources.Mapping("ImpressionsLogs", "Properties").Children["KmsKeyId"],
            ],
            key => Assert.Equal(["HasKey", "KeyArn", "AWS::NoValue"], key.Texts())
        );
        var table = Assert.IsType<YamlSequenceNode>(
            Template.Resources.Mapping("ShownItemsTable", "Properties").Children["SSESpecification"]
        );
        Assert.Equal("HasKey", table.Children[0].Texts()[0]);
        Assert.Equal("KeyArn", ((YamlMappingNode)table.Children[1]).Text("KMSMasterKeyId"));
    }

    [Fact]
    public void Vpc_TakesSubnetsAndGroupsTogether()
    {
        var vpc = Assert.IsType<YamlSequenceNode>(Template.FunctionProperties.Children["VpcConfig"]);

        Assert.Equal("RunsInVpc", vpc.Children[0].Texts()[0]);
        Assert.Equal(["SubnetIds", "SecurityGroupIds"], ((YamlMappingNode)vpc.Children[1]).Keys());
        Assert.Equal(
            ["VpcSubnetIds", "VpcSecurityGroupIds"],
            ((string[])["SubnetsWithGroups", "GroupsWithSubnets"]).Select(rule =>
                ((YamlSequenceNode)Template.Mapping("Rules", rule).Children["RuleCondition"])
                    .Children[0]
                    .Texts()[0]
            )
        );
    }

    [Fact]
    public void Function_RunsWhatTheProjectBuilds()
    {
        var assembly = typeof(FunctionHandler).Assembly;
        var framework = assembly
            .GetCustomAttributes(inherit: false)
            .OfType<TargetFrameworkAttribute>()
            .Single();

        Assert.Equal(assembly.GetName().Name, Template.HandlerOf(isClassLibrary: false));
        Assert.Equal(
            framework.FrameworkName,
            $".NETCoreApp,Version=v{Template.Parameters.Mapping("Runtime").Text("Default")["dotnet".Length..]}.0"
        );
    }

    [Fact]
    public void Function_IsBuiltByTheMakefile()
    {
        var makefile = File.ReadAllText(
            Repository.PathTo(Template.FunctionProperties.Text("CodeUri"), "Makefile")
        );

        Assert.Equal(
            "makefile",
            Template.Resources.Mapping(Template.LogicalId, "Metadata").Text("BuildMethod")
        );
        Assert.Contains($"\nbuild-{Template.LogicalId}: $(CODE)\n", makefile, StringComparison.Ordinal);
        Assert.All(
            [
                ("Architecture", "ARCHITECTURE", "RID_"),
                ("Runtime", "RUNTIME", "PROGRAM_"),
                ("Host", "HOST", "PROJECT_"),
            ],
            ((string Parameter, string Variable, string Table) choice) =>
            {
                var parameter = Template.Parameters.Mapping(choice.Parameter);
                Assert.Contains(
                    $"\n{choice.Variable} ?= {parameter.Text("Default")}\n",
                    makefile,
                    StringComparison.Ordinal
                );
                Assert.All(
                    parameter.Children["AllowedValues"].Texts(),
                    value =>
                        Assert.Contains($"\n{choice.Table}{value} := ", makefile, StringComparison.Ordinal)
                );
            }
        );
    }

    [Fact]
    public void EventSource_FailedRecords_ComeAgainUntilTheyAreOld()
    {
        var age = Template.Parameters.Mapping("MaximumRecordAgeInSeconds");

        Assert.Equal(["ReportBatchItemFailures"], EventSource.Children["FunctionResponseTypes"].Texts());
        Assert.Equal("true", EventSource.Text("BisectBatchOnFunctionError"));
        Assert.Equal("MaximumRecordAgeInSeconds", EventSource.Text("MaximumRecordAgeInSeconds"));
        Assert.Equal(60, Number(age, "MinValue")); // -1 would be for ever
        Assert.InRange(Number(age, "Default"), 3_600, 24 * 3_600 - 3_600); // Kinesis keeps records for 24 hours by default
        Assert.Equal("MaximumRetryAttempts", EventSource.Text("MaximumRetryAttempts"));
        Assert.Equal(-1, Number(Template.Parameters.Mapping("MaximumRetryAttempts"), "Default"));
        Assert.Equal(
            "DeadLetterBucket.Arn",
            EventSource.Mapping("DestinationConfig", "OnFailure").Text("Destination")
        );
    }

    /// <summary>PERSONALIZE_TRACKING_ID is PersonalizeTrackingId.</summary>
    static string ParameterOf(Setting setting) =>
        string.Concat(
            setting
                .Name.Split('_')
                .Select(word => word[..1] + CultureInfo.InvariantCulture.TextInfo.ToLower(word[1..]))
        );

    static int MostOf(Setting setting)
    {
        var parameter = Template.Parameters.Mapping(ParameterOf(setting));
        var key = parameter.Keys().SingleOrDefault(key => key is "MaxValue" or "MaxLength");
        return key is null ? 0 : Number(parameter, key);
    }

    static bool IsAccepted(Setting setting, string value) =>
        ImpressionsOptions.TryRead(
            name =>
                name == setting.Name ? value
                : name == Settings.TrackingId.Name ? EventCase.TrackingId
                : null,
            out _,
            out _
        );

    /// <summary>The parameters and resources that a node refers to.</summary>
    static IEnumerable<string> Targets(YamlNode node) =>
        Template.TagOf(node) switch
        {
            "!Ref" => node.Texts(),
            "!GetAtt" => node.Texts().Select(text => text.Split('.')[0]),
            "!Sub" when node is YamlSequenceNode { Children: [var text, YamlMappingNode own] } => Targets(
                    text
                )
                .Concat(Placeholders(text))
                .Except(own.Keys()),
            "!Sub" => Placeholders(node),
            _ => [],
        };

    static IEnumerable<string> Placeholders(YamlNode text) =>
        Placeholder().Matches(text.Texts()[0]).Select(match => match.Groups["name"].Value);

    static int Number(YamlMappingNode node, string key) =>
        int.Parse(node.Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9:]+)[^}]*\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}
