using System.Text.Json;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>
/// The template against what AWS publishes about its resources: types, properties, values, references. No AWS account, no
/// network.
/// </summary>
public sealed class TemplateSchemaTests(CheckedTemplates @checked) : IClassFixture<CheckedTemplates>
{
    /// <summary>What stands in the template, what is put in its place, and what must be said about it.</summary>
    public static TheoryData<string, string, string> Mistakes =>
        new()
        {
            // resource types and properties
            {
                "AWS::Kinesis::StreamConsumer",
                "AWS::Kinesis::Consumer",
                "Unknown resource type 'AWS::Kinesis::Consumer'"
            },
            { "BlockPublicAcls:", "BlockPublicAcl:", "'BlockPublicAcl' was unexpected" },
            { "MemorySize: !Ref", "Memory: !Ref", "'Memory' was unexpected" },
            { "BatchSize: !Ref", "Batch: !Ref", "'Batch' was unexpected" },
            {
                "                Destination: !GetAtt",
                "                Bucket: !GetAtt",
                "'Bucket' was unexpected"
            },
            { "      Bucket: !Ref DeadLetterBucket\n", "", "'Bucket' is a required property" },
            // values
            { "Status: Enabled", "Status: Always", "'Always' is not one of" },
            { "StreamMode: ON_DEMAND", "StreamMode: SOMETIMES", "'SOMETIMES' is not one of" },
            { "[ReportBatchItemFailures]", "[ReportFailures]", "'ReportFailures' is not one of" },
            {
                "BisectBatchOnFunctionError: true",
                "BisectBatchOnFunctionError: often",
                "'often' is not of type 'boolean'"
            },
            { "EvaluationPeriods: 5", "EvaluationPeriods: five", "'five' is not of type 'integer'" },
            // references
            { "LogGroup: !Ref ImpressionsLogs", "LogGroup: !Ref Logs", "'Logs' is not one of" },
            {
                "!GetAtt ImpressionsRole.Arn",
                "!GetAtt ImpressionsRole.Name",
                "'Name' is not one of ['Arn', 'RoleId']"
            },
            { "${DeadLetterBucket.Arn}/aws", "${Bucket.Arn}/aws", "'${Bucket.Arn}' does not reference" },
            { "!If [HasBucketKey, true", "!If [HasAKey, true", "condition 'HasAKey' does not exist" },
            { "Condition: MakesStream", "Condition: MakesAStream", "Condition 'MakesAStream'" },
        };

    [Fact]
    public void Template_AsItIs_HasNothingWrong()
    {
        Needs.JavaScriptSdk();

        Assert.Empty(@checked.WrongAsItIs);
    }

    /// <summary>Whatever its deployer chooses: nothing refers to what that choice leaves out.</summary>
    [Fact]
    public void Template_InEveryCombinationOfChoices_HasNothingWrong()
    {
        Needs.JavaScriptSdk();

        Assert.Equal(3 * 32, @checked.WrongChosen.Count);
        Assert.Empty(@checked.WrongChosen.SelectMany(wrong => wrong).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The check finds what it is there for; otherwise the test above would say nothing.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Template_WithMistakes_EachIsFound(string right, string mistaken, string expected)
    {
        Needs.JavaScriptSdk();

        Assert.Contains(right, CheckedTemplates.AsItIs, StringComparison.Ordinal);
        Assert.NotEqual(right, mistaken);
        Assert.Contains(expected, string.Join('\n', @checked.WrongMistaken), StringComparison.Ordinal);
    }

    /// <summary>With SAM's own code, where it is to be had: what it knows of its function and events.</summary>
    [Theory]
    [InlineData("", "", "")]
    [InlineData("MemorySize: !Ref", "Memory: !Ref", "property Memory not defined")]
    [InlineData("BatchSize: !Ref", "BatchSize: [1] #", "Type of property 'BatchSize' is invalid")]
    [InlineData("            Stream: !If", "            Streams: !If", "Streams")]
    public async Task Template_TransformedBySam_HasOnlyTheMistakesMade(
        string right,
        string mistaken,
        string expected
    )
    {
        Needs.CfnLint();

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, CheckedTemplates.With(right, mistaken));

            var lint = await Command.RunAsync("cfn-lint", ["--regions", "eu-central-1", "--template", file]);

            Assert.Equal(expected.Length == 0, lint.ExitCode == 0 && lint.Output.Length == 0);
            Assert.Contains(expected, lint.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>The template, and a copy with all mistakes at once, checked by one process: it takes seconds to start.</summary>
public sealed class CheckedTemplates : IAsyncLifetime
{
    internal static string AsItIs { get; } = File.ReadAllText(Repository.PathTo("template.yaml"));

    internal IReadOnlyList<string> WrongAsItIs { get; private set; } = [];

    internal IReadOnlyList<string> WrongMistaken { get; private set; } = [];

    /// <summary>For each combination of choices, what is wrong.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> WrongChosen { get; private set; } = [];

    /// <summary>A stream of the stack's own, of its account, of another account; each other choice made and not made.</summary>
    static IEnumerable<Dictionary<string, string>> Choices =>
        from stream in (string[])
            [
                "new",
                $"arn:aws:kinesis:eu-central-1:{TemplateChoice.Account}:stream/enriched",
                "arn:aws:kinesis:eu-central-1:210987654321:stream/enriched",
            ]
        from mask in Enumerable.Range(0, 1 << Single.Length)
        select Single
            .Where((_, i) => (mask & (1 << i)) != 0)
            .Append(("StreamArn", stream))
            .Append(("VpcSecurityGroupIds", "sg-0123abcd"))
            .ToDictionary(choice => choice.Item1, choice => choice.Item2, StringComparer.Ordinal);

    static readonly (string Parameter, string Value)[] Single =
    [
        ("VpcSubnetIds", "subnet-0123abcd"),
        ("PermissionsBoundary", "arn:aws:iam::123456789012:policy/boundary"),
        ("KeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ("UsersDatasetArn", "arn:aws:personalize:eu-central-1:123456789012:dataset/shop/USERS"),
        ("ImpressionStore", "dynamodb"),
    ];

    internal static string With(string right, string mistaken) =>
        right.Length == 0 ? AsItIs : AsItIs.Replace(right, mistaken, StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        if ((NodeJs.Missing() ?? NodeJs.MissingSdk()) is not null)
        {
            return;
        }

        var mistaken = TemplateSchemaTests.Mistakes.Aggregate(
            AsItIs,
            (template, mistake) =>
                template.Replace(mistake.Data.Item1, mistake.Data.Item2, StringComparison.Ordinal)
        );
        var folder = Directory.CreateTempSubdirectory("impressions-").FullName;
        try
        {
            string[] templates =
            [
                PlainTemplate.Of(AsItIs),
                PlainTemplate.Of(mistaken),
                .. Choices.Select(choice => PlainTemplate.Of(new TemplateChoice(choice).Of(AsItIs))),
            ];
            var files = templates.Select((_, i) => Path.Combine(folder, $"{i}.yaml")).ToList();
            foreach (var (file, template) in files.Zip(templates))
            {
                await File.WriteAllTextAsync(file, template);
            }

            var check = await Command.RunAsync(
                "node",
                [Path.Combine(NodeJs.SdkFolder, "check-templates.mjs"), .. files]
            );

            Assert.True(check.ExitCode == 0, check.Errors);
            var wrong = JsonSerializer.Deserialize<string[][]>(check.Output)!;
            (WrongAsItIs, WrongMistaken, WrongChosen) = (wrong[0], wrong[1], wrong[2..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
