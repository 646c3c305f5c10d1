using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>The function may do what it does, and nothing else.</summary>
public sealed class RoleTests
{
    /// <summary>Each statement: its condition in the template, what it allows, on what.</summary>
    static readonly IReadOnlyList<(string When, string Sid, string[] Actions, string[] Resources)> Expected =
    [
        ("", "Send", ["personalize:PutEvents"], ["*"]),
        ("TellsOfUsers", "TellOfUsers", ["personalize:PutUsers"], ["UsersDatasetArn"]),
        ("TellsOfItems", "TellOfItems", ["personalize:PutItems"], ["ItemsDatasetArn"]),
        (
            "SharesTable",
            "ShareTable",
            ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"],
            ["ShownItemsTable.Arn"]
        ),
        (
            "SharesWithKey",
            "UseTableKey",
            ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
            ["KeyArn"]
        ),
        (
            "",
            "Read",
            [
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards",
            ],
            ["MakesStream", "Stream.Arn", "StreamArn"]
        ),
        ("FansOut", "Subscribe", ["kinesis:SubscribeToShard"], ["Consumer"]),
        ("HasStreamKey", "DecryptRecords", ["kms:Decrypt"], ["StreamKeyArn"]),
        ("", "StoreDeadLetters", ["s3:PutObject"], ["${DeadLetterBucket.Arn}/${DeadLetterPrefix}*"]),
        ("", "KeepFailedRecords", ["s3:PutObject"], ["${DeadLetterBucket.Arn}/aws/lambda/*"]),
        ("", "FindBucket", ["s3:ListBucket"], ["DeadLetterBucket.Arn"]),
        ("HasBucketKey", "EncryptDeadLetters", ["kms:Decrypt", "kms:GenerateDataKey"], ["BucketKeyArn"]),
        ("", "Log", ["logs:CreateLogStream", "logs:PutLogEvents"], ["ImpressionsLogs.Arn"]),
        (
            "RunsInVpc",
            "JoinVpc",
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
            ],
            ["*"]
        ),
        ("Traces", "Trace", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
    ];

    static YamlMappingNode Role => Template.Resources.Mapping("ImpressionsRole", "Properties");

    static IReadOnlyList<(string When, YamlMappingNode Statement)> Statements =>
        [
            .. Role.Children["Policies"]
                .AllNodes.OfType<YamlMappingNode>()
                .Where(node => node.Keys().Contains("Statement"))
                .SelectMany(document => (YamlSequenceNode)document.Children["Statement"])
                .Select(node =>
                    node
                        is YamlSequenceNode
                        {
                            Children: [var condition, YamlMappingNode statement, var otherwise]
                        }
                        ? OnlyWhen(condition, statement, otherwise)
                        : ("", (YamlMappingNode)node)
                ),
        ];

    [Fact]
    public void Policy_AllowsExactlyWhatIsListed() =>
        Assert.Equal(
            Expected.Select(statement =>
                (statement.When, statement.Sid, Join(statement.Actions), Join(statement.Resources))
            ),
            Statements.Select(given =>
                (
                    given.When,
                    given.Statement.Text("Sid"),
                    Join(given.Statement.Children["Action"].Texts()),
                    Join(
                        given
                            .Statement.Children["Resource"]
                            .AllNodes.OfType<YamlScalarNode>()
                            .Select(node => node.Value!)
                    )
                )
            )
        );

    [Fact]
    public void Policy_PutEvents_IsHeldToTheRegion() =>
        Assert.Equal("AWS::Region", Condition("Send").Text("aws:RequestedRegion"));

    /// <summary>A key lets the role in only for what the stream and the bucket ask of it.</summary>
    [Theory]
    [InlineData("DecryptRecords", "kinesis.${AWS::Region}.${AWS::URLSuffix}")]
    [InlineData("UseTableKey", "dynamodb.${AWS::Region}.${AWS::URLSuffix}")]
    [InlineData("EncryptDeadLetters", "s3.${AWS::Region}.${AWS::URLSuffix}")]
    public void Policy_Key_IsUsedThroughItsServiceOnly(string sid, string service) =>
        Assert.Equal(service, Condition(sid).Text("kms:ViaService"));

    [Fact]
    public void Role_HasNoOtherPolicyAndServesLambdaAlone()
    {
        Assert.Equal(["PermissionsBoundary", "AssumeRolePolicyDocument", "Policies"], Role.Keys());
        Assert.Equal(
            ["HasBoundary", "PermissionsBoundary", "AWS::NoValue"],
            Role.Children["PermissionsBoundary"].Texts()
        );
        Assert.Single((YamlSequenceNode)Role.Children["Policies"]);
        Assert.All(Statements, given => Assert.Equal("Allow", given.Statement.Text("Effect")));
        var trust = Assert.IsType<YamlMappingNode>(
            Assert.Single((YamlSequenceNode)Role.Mapping("AssumeRolePolicyDocument").Children["Statement"])
        );
        Assert.Equal("lambda.amazonaws.com", trust.Mapping("Principal").Text("Service"));
        Assert.Equal(
            ["Arn", "ImpressionsRole"],
            Template.FunctionProperties.Text("Role").Split('.').Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain("Policies", Template.FunctionProperties.Keys());
    }

    [Fact]
    public void Bucket_IsClosedEncryptedVersionedAndKeptWhenTheStackGoes()
    {
        var bucket = Template.Resources.Mapping("DeadLetterBucket");
        var properties = bucket.Mapping("Properties");
        var refusal = Assert.IsType<YamlMappingNode>(
            Assert.Single(
                (YamlSequenceNode)
                    Template
                        .Resources.Mapping("DeadLetterBucketPolicy", "Properties", "PolicyDocument")
                        .Children["Statement"]
            )
        );

        Assert.Equal("RetainExceptOnCreate", bucket.Text("DeletionPolicy"));
        Assert.Equal("Retain", bucket.Text("UpdateReplacePolicy"));
        Assert.Equal("Enabled", properties.Mapping("VersioningConfiguration").Text("Status"));
        Assert.Equal(
            ["true", "true", "true", "true"],
            properties
                .Mapping("PublicAccessBlockConfiguration")
                .Children.Values.SelectMany(node => node.Texts())
        );
        Assert.Contains("BucketEncryption", properties.Keys());
        Assert.Contains("LifecycleConfiguration", properties.Keys());
        Assert.Equal(
            ("Deny", "*", "s3:*"),
            (refusal.Text("Effect"), refusal.Text("Principal"), refusal.Text("Action"))
        );
        Assert.Equal("false", refusal.Mapping("Condition", "Bool").Text("aws:SecureTransport"));
        Assert.Equal(
            ["DeadLetterBucket.Arn", "${DeadLetterBucket.Arn}/*"],
            refusal.Children["Resource"].Texts()
        );
    }

    static (string When, YamlMappingNode Statement) OnlyWhen(
        YamlNode condition,
        YamlMappingNode statement,
        YamlNode otherwise
    )
    {
        Assert.Equal(["AWS::NoValue"], otherwise.Texts());
        return (condition.Texts()[0], statement);
    }

    static YamlMappingNode Condition(string sid) =>
        Statements
            .Select(given => given.Statement)
            .Single(statement => statement.Text("Sid") == sid)
            .Mapping("Condition", "StringEquals");

    static string Join(IEnumerable<string> texts) => string.Join(' ', texts);
}
