using System.Text.RegularExpressions;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>What the template refuses before anything is created.</summary>
public sealed class ParameterTests
{
    /// <summary>Regexes and names of one's own: only the function itself can tell whether they are right.</summary>
    static readonly string[] Free = ["EventSelectionRegex", "RecommendationElement", "ClickedItemPattern"];

    public static TheoryData<string> Names => [.. Template.Parameters.Keys()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_IsDescribedAndBounded(string name)
    {
        var parameter = Template.Parameters.Mapping(name);
        var bounds = parameter
            .Keys()
            .Intersect(["AllowedValues", "AllowedPattern", "MinValue", "MinLength", "MaxLength"])
            .ToList();

        Assert.InRange(parameter.Text("Description").Length, 20, 4_000); // CloudFormation's most
        Assert.Equal(Free.Contains(name), bounds.Count == 0);
        Assert.Equal(
            parameter.Keys().Contains("AllowedPattern"),
            parameter.Keys().Contains("ConstraintDescription") // otherwise the deployer is shown the regex
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_Default_IsAllowed(string name)
    {
        var parameter = Template.Parameters.Mapping(name);

        Assert.Equal(name is "StreamArn" or "PersonalizeTrackingId", !parameter.Keys().Contains("Default"));
        Assert.True(!parameter.Keys().Contains("Default") || IsAllowed(parameter, parameter.Text("Default")));
    }

    [Theory]
    [InlineData("StreamArn", "new", true)]
    [InlineData("StreamArn", "arn:aws:kinesis:eu-central-1:123456789012:stream/enriched-good", true)]
    [InlineData("StreamArn", "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/enriched.good", true)]
    [InlineData("StreamArn", "", false)]
    [InlineData("StreamArn", "newer", false)]
    [InlineData("StreamArn", "enriched-good", false)]
    [InlineData("StreamArn", "arn:aws:firehose:eu-central-1:123456789012:deliverystream/enriched", false)]
    [InlineData("StreamArn", "arn:aws:kinesis:eu-central-1:123456789012:stream/a/consumer/b:1", false)]
    [InlineData("StreamKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c", true)]
    [InlineData("StreamKeyArn", "alias/mine", false)]
    [InlineData("BucketKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c", true)]
    [InlineData("BucketKeyArn", "arn:aws:kms:eu-central-1:123456789012:alias/mine", false)]
    [InlineData("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:on-call", true)]
    [InlineData("AlarmTopicArn", "on-call@example.com", false)]
    [InlineData("PersonalizeEndpoint", "http://host.docker.internal:8080", true)]
    [InlineData(
        "PersonalizeEndpoint",
        "https://vpce-1.personalize-events.eu-central-1.vpce.amazonaws.com/",
        true
    )]
    [InlineData("PersonalizeEndpoint", "host.docker.internal:8080", false)]
    [InlineData("PersonalizeEndpoint", "https://host/events", false)]
    [InlineData("EventSourceEnabled", "yes", false)]
    [InlineData("StartingPosition", "NOW", false)]
    [InlineData("Runtime", "dotnet8", false)]
    [InlineData("PermissionsBoundary", "arn:aws:iam::123456789012:policy/team/boundary", true)]
    [InlineData("PermissionsBoundary", "boundary", false)]
    [InlineData("VpcSubnetIds", "subnet-0a1b,subnet-2c3d", true)]
    [InlineData("VpcSubnetIds", "subnet-0a1b, subnet-2c3d", false)]
    [InlineData("VpcSubnetIds", "sg-0a1b", false)]
    [InlineData("VpcSecurityGroupIds", "sg-0a1b", true)]
    [InlineData("VpcSecurityGroupIds", "default", false)]
    [InlineData("KeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c", true)]
    [InlineData("KeyArn", "alias/mine", false)]
    [InlineData("MaximumRetryAttempts", "-1", true)]
    [InlineData("MaximumRetryAttempts", "-2", false)]
    [InlineData("Host", "class-library", true)]
    [InlineData("Host", "ClassLibrary", false)]
    public void Parameter_Value_IsAllowedOrRefused(string name, string value, bool isAllowed) =>
        Assert.Equal(isAllowed, IsAllowed(Template.Parameters.Mapping(name), value));

    /// <summary>What both can tell, the template tells as the function would.</summary>
    [Theory]
    [InlineData("DeadLetterPrefix", "impressions/")]
    [InlineData("DeadLetterPrefix", "a/b=c/d.e-")]
    [InlineData("DeadLetterPrefix", "/a")]
    [InlineData("DeadLetterPrefix", "a//b")]
    [InlineData("DeadLetterPrefix", "a/.b")]
    [InlineData("DeadLetterPrefix", "a b")]
    [InlineData("EventTypes", "")]
    [InlineData("EventTypes", "link_click=")]
    [InlineData("EventTypes", "snowplow_ecommerce_action.add_to_cart=AddToCart,link_click=Tap")]
    [InlineData("EventTypes", "link_click")]
    [InlineData("EventTypes", "link_click=a=b")]
    [InlineData("UnresolvedClick", "skip")]
    [InlineData("UnresolvedClick", "last")]
    [InlineData("PutEventsConcurrency", "256")]
    [InlineData("PutEventsConcurrency", "257")]
    [InlineData("PersonalizeTrackingId", "x")]
    [InlineData("PersonalizeTrackingId", "")]
    public void Parameter_OfASetting_AllowsWhatTheFunctionAccepts(string name, string value)
    {
        var setting = Settings.All.Single(setting =>
            setting
                .Name.Replace("_", "", StringComparison.Ordinal)
                .Equals(name, StringComparison.OrdinalIgnoreCase)
        );
        var isAccepted = ImpressionsOptions.TryRead(
            variable =>
                variable == setting.Name ? value
                : variable == Settings.TrackingId.Name ? EventCase.TrackingId
                : null,
            out _,
            out _
        );

        Assert.Equal(isAccepted, IsAllowed(Template.Parameters.Mapping(name), value));
    }

    [Fact]
    public void Rules_AStartAtATime_NeedsTheTime()
    {
        var rule = Template.Mapping("Rules", "TimeToStartAt");

        Assert.Equal(["StartingPosition", "AT_TIMESTAMP"], rule.Children["RuleCondition"].Texts());
        var assertion = Assert.IsType<YamlMappingNode>(
            Assert.Single((YamlSequenceNode)rule.Children["Assertions"])
        );
        var not = Assert.IsType<YamlSequenceNode>(assertion.Children["Assert"]);
        Assert.Equal(("!Not", "!Equals"), (Template.TagOf(not), Template.TagOf(not.Children[0])));
        Assert.Equal(["StartingPositionTimestamp", "0"], not.Children[0].Texts());
    }

    [Fact]
    public void Rules_AClassLibrary_NeedsTheManagedRuntime()
    {
        var rule = Template.Mapping("Rules", "ManagedClassLibrary");

        Assert.Equal(["Host", "class-library"], rule.Children["RuleCondition"].Texts());
        var assertion = Assert.IsType<YamlMappingNode>(
            Assert.Single((YamlSequenceNode)rule.Children["Assertions"])
        );
        Assert.Equal("!Equals", Template.TagOf(assertion.Children["Assert"]));
        Assert.Equal(["Runtime", "dotnet10"], assertion.Children["Assert"].Texts());
    }

    /// <summary>By CloudFormation's rules: a pattern must match the whole value.</summary>
    static bool IsAllowed(YamlMappingNode parameter, string value)
    {
        var keys = parameter.Keys();
        return (
                !keys.Contains("AllowedValues") || parameter.Children["AllowedValues"].Texts().Contains(value)
            )
            && (
                !keys.Contains("AllowedPattern")
                || Regex.IsMatch(
                    value,
                    parameter.Text("AllowedPattern"),
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
            )
            && value.Length >= Bound("MinLength", 0)
            && value.Length <= Bound("MaxLength", int.MaxValue)
            && (
                parameter.Text("Type") != "Number"
                || (
                    long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
                    && number >= Bound("MinValue", long.MinValue)
                    && number <= Bound("MaxValue", long.MaxValue)
                )
            );

        long Bound(string key, long otherwise) =>
            keys.Contains(key)
                ? long.Parse(parameter.Text(key), System.Globalization.CultureInfo.InvariantCulture)
                : otherwise;
    }
}
