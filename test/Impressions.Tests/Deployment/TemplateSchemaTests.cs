using System.Text.Json;

namespace Impressions.Tests;

/// <summary>
/// The template against what AWS publishes about its resources: types, properties, values, references. No AWS account, no
/// network.
/// </summary>
public sealed class TemplateSchemaTests(CheckedTemplates @checked) : IClassFixture<CheckedTemplates>
{
    public static TheoryData<string, string, string> Mistakes =>
        new()
        {
            // resource types and properties
            { "AWS::Logs::LogGroup", "AWS::Logs::Group", "ImpressionsLogs" },
            { "BlockPublicAcls:", "BlockPublicAcl:", "BlockPublicAcl" },
            { "MemorySize: !Ref", "Memory: !Ref", "Memory" },
            { "BisectBatchOnFunctionError:", "BisectBatch:", "BisectBatch" },
            { "      Bucket: !Ref DeadLetterBucket\n", "", "'Bucket' is a required property" },
            { "                Destination: !GetAtt DeadLetterBucket.Arn", "                Queue: x", "Queue" },
            { "      ComparisonOperator: GreaterThanThreshold\n", "", "ComparisonOperator" },
            // values
            { "Status: Enabled", "Status: On", "'On' is not one of" },
            { "StreamMode: ON_DEMAND", "StreamMode: SOMETIMES", "SOMETIMES" },
            { "[ReportBatchItemFailures]", "[ReportFailures]", "ReportFailures" },
            { "BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError: often", "often" },
            { "Period: 3600", "Period: hourly", "hourly" },
            { "TreatMissingData: ignore", "TreatMissingData: [ignore]", "TreatMissingData" },
            // references
            { "!Ref BucketKeyArn", "!Ref BucketKey", "BucketKey" },
            { "!GetAtt ImpressionsRole.Arn", "!GetAtt ImpressionsRole.Name", "Name" },
            { "${DeadLetterBucket.Arn}/aws", "${DeadLetters.Arn}/aws", "DeadLetters.Arn" },
            { "!If [HasBucketKey, true", "!If [HasKey, true", "HasKey" },
            { "Condition: MakesStream", "Condition: MakesAStream", "MakesAStream" },
        };

    [JavaScriptSdkFact]
    public void Template_AsItIs_HasNothingWrong() => Assert.Empty(@checked.Wrong(CheckedTemplates.AsItIs));

    /// <summary>The check finds what it is there for; otherwise the test above would say nothing.</summary>
    [JavaScriptSdkTheory]
    [MemberData(nameof(Mistakes))]
    public void Template_WithAMistake_IsFound(string right, string mistaken, string expected)
    {
        Assert.Contains(right, CheckedTemplates.AsItIs, StringComparison.Ordinal);

        var wrong = @checked.Wrong(CheckedTemplates.With(right, mistaken));

        Assert.Contains(expected, string.Join('\n', wrong), StringComparison.Ordinal);
    }

    /// <summary>With SAM's own code, where it is to be had: what it knows of its function and events.</summary>
    [CfnLintTheory]
    [InlineData("", "", "")]
    [InlineData("MemorySize: !Ref", "Memory: !Ref", "property Memory not defined")]
    [InlineData("BatchSize: !Ref", "BatchSize: [1] #", "Type of property 'BatchSize' is invalid")]
    [InlineData("            Stream: !If", "            Streams: !If", "Streams")]
    public async Task Template_TransformedBySam_HasOnlyTheMistakesMade(string right, string mistaken, string expected)
    {
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

/// <summary>The template and its mistaken copies, all checked by one process: it takes seconds to start.</summary>
public sealed class CheckedTemplates : IAsyncLifetime
{
    readonly Dictionary<string, string[]> _wrong = new(StringComparer.Ordinal);

    internal static string AsItIs { get; } = File.ReadAllText(Repository.PathTo("template.yaml"));

    internal static string With(string right, string mistaken) =>
        right.Length == 0 ? AsItIs : AsItIs.Replace(right, mistaken, StringComparison.Ordinal);

    internal IReadOnlyList<string> Wrong(string sam) => _wrong[sam];

    public async Task InitializeAsync()
    {
        if ((NodeJs.Missing() ?? NodeJs.MissingSdk()) is not null)
        {
            return;
        }

        string[] templates =
        [
            AsItIs,
            .. TemplateSchemaTests.Mistakes.Select(mistake => With((string)mistake[0], (string)mistake[1])),
        ];
        var folder = Directory.CreateTempSubdirectory("impressions-").FullName;
        try
        {
            var files = templates.Select((_, i) => Path.Combine(folder, $"{i}.yaml")).ToList();
            foreach (var (file, template) in files.Zip(templates))
            {
                await File.WriteAllTextAsync(file, PlainTemplate.Of(template));
            }

            var check = await Command.RunAsync(
                "node",
                [Path.Combine(NodeJs.SdkFolder, "check-templates.mjs"), .. files]
            );
            Assert.True(check.ExitCode == 0, check.Errors);
            var wrong = JsonSerializer.Deserialize<string[][]>(check.Output)!;
            foreach (var (template, found) in templates.Zip(wrong))
            {
                _wrong.Add(template, found);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>A test that runs cfn-lint, which has SAM's own transform. It is a Python program, so not even CI must have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CfnLintTheoryAttribute : TheoryAttribute
{
    public CfnLintTheoryAttribute()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        Skip = Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "cfn-lint")))
            ? null
            : "Needs cfn-lint on the path";
    }
}
