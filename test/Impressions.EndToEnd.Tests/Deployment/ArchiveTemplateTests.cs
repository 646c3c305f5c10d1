using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>The recipe for archives: its steps are evaluated as Step Functions would, its jobs run by the tool.</summary>
public sealed class ArchiveTemplateTests
{
    const int Parts = 4;

    /// <summary>One bucket stands for both.</summary>
    const string Rows = "archive";

    static readonly string File = Repository.PathTo("src", "Archive", "template.yaml");

    [Fact]
    public async Task Template_AsItIs_HasNothingWrong()
    {
        Needs.JavaScriptSdk();

        var check = await Command.RunAsync(
            "node",
            [Path.Combine(NodeJs.SdkFolder, "check-templates.mjs"), File]
        );

        Assert.Equal("[[]]", check.Output.Trim());
    }

    [Fact]
    public async Task Execution_OfAnArchive_ImportsWhatTheJobsWrote()
    {
        Needs.JavaScriptSdk();
        await using var bucket = await ArchiveBucket.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            bucket[$"enriched/run=2026-11-{1 + (i % 20):D2}-00-00-00/{i}.tsv"] = Encoding.UTF8.GetBytes(
                Line(i)
            );
        }

        bucket["enriched/run=2026-11-20-00-00-00/damaged.tsv"] = "not an event\t"u8.ToArray();

        var steps = await StepsAsync(
            """{"since":"2026-11-11","settings":{"EVENT_TYPES":"snowplow_ecommerce_action.product_view=Look","ANONYMOUS_USERS":"session"}}"""
        );
        var export = steps.GetProperty("Export");
        Assert.Equal(Parts, export.GetProperty("ArrayProperties").GetProperty("Size").GetInt32());
        await RunJobsAsync(export.GetProperty("ContainerOverrides"), bucket);

        // Personalize takes every object of the folder itself, and none of folders below.
        var location = steps
            .GetProperty("Import")
            .GetProperty("DataSource")
            .GetProperty("DataLocation")
            .GetString()!;
        Assert.Equal($"s3://{Rows}/first/", location);
        var imported = bucket
            .Keys.Where(key =>
                key.StartsWith("first/", StringComparison.Ordinal) && key.LastIndexOf('/') == 5
            )
            .ToList();
        Assert.All(imported, key => Assert.EndsWith(".csv", key, StringComparison.Ordinal));
        Assert.Equal(
            Enumerable
                .Range(0, 40)
                .Where(i => i % 20 >= 10)
                .Select(i => $"user-{i:D2},Look")
                .Order(StringComparer.Ordinal),
            imported
                .SelectMany(key => Rowed(Encoding.UTF8.GetString(bucket[key])))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Execution_WithoutInput_TakesEverythingAndReplacesNothing()
    {
        Needs.JavaScriptSdk();

        var steps = await StepsAsync("{}");

        Assert.Empty(
            steps
                .GetProperty("Export")
                .GetProperty("ContainerOverrides")
                .GetProperty("Environment")
                .EnumerateArray()
        );
        Assert.Equal("INCREMENTAL", steps.GetProperty("Import").GetProperty("ImportMode").GetString());
    }

    static async Task RunJobsAsync(JsonElement container, ArchiveBucket bucket)
    {
        for (var job = 0; job < Parts; job++)
        {
            var run = await Command.RunAsync(
                Built.Tool,
                container.GetProperty("Command").EnumerateArray().Select(word => word.GetString()!),
                [
                    .. bucket.Environment,
                    .. container
                        .GetProperty("Environment")
                        .EnumerateArray()
                        .Select(one =>
                            (one.GetProperty("Name").GetString()!, one.GetProperty("Value").GetString())
                        ),
                    ("AWS_BATCH_JOB_ARRAY_INDEX", job.ToString(CultureInfo.InvariantCulture)),
                    ("AWS_BATCH_JOB_ARRAY_SIZE", Parts.ToString(CultureInfo.InvariantCulture)),
                ]
            );
            Assert.True(run.ExitCode == 0, run.Errors);
        }
    }

    static IEnumerable<string> Rowed(string csv) =>
        csv.TrimEnd('\n')
            .Split('\n')
            .Skip(1)
            .Select(row => row.Split(','))
            .Select(row => $"{row[0]},{row[3]}");

    static string Line(int number) =>
        Some.Line(
            (EnrichedColumn.EventId, Guid.NewGuid().ToString()),
            (EnrichedColumn.UserId, string.Create(CultureInfo.InvariantCulture, $"user-{number:D2}"))
        ) + "\n";

    /// <summary>The arguments of the state machine's tasks.</summary>
    static async Task<JsonElement> StepsAsync(string input)
    {
        using var text = System.IO.File.OpenText(File);
        var yaml = new YamlStream();
        yaml.Load(text);
        var root = Assert.IsType<YamlMappingNode>(yaml.Documents[0].RootNode);
        var definition = Resolve(root.Mapping("Resources", "Steps", "Properties", "Definition"));
        var start = new ProcessStartInfo("node", [Path.Combine(NodeJs.SdkFolder, "steps.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(
            $$"""{"definition":{{definition!.ToJsonString()}},"execution":"first","input":{{input}}}"""
        );
        node.StandardInput.Close();
        using var json = JsonDocument.Parse(await node.StandardOutput.ReadToEndAsync());
        Assert.Equal("", json.RootElement.GetProperty("wrong").GetString());
        return json.RootElement.GetProperty("tasks").Clone();
    }

    /// <summary>As CloudFormation would put it, with values for parameters and resources.</summary>
    static JsonNode? Resolve(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                mapping.Children.Select(child =>
                    KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Resolve(child.Value))
                )
            ),
            YamlSequenceNode list => new JsonArray([.. list.Select(Resolve)]),
            YamlScalarNode scalar => Template.TagOf(scalar) switch
            {
                "!Ref" => ValueOf(scalar.Value!),
                "!GetAtt" => $"arn:aws:iam::123456789012:role/{scalar.Value}",
                "!Sub" => Substituted(scalar.Value!),
                _ when int.TryParse(
                        scalar.Value,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) => number,
                _ => scalar.Value,
            },
            _ => throw new NotSupportedException(),
        };

    static string Substituted(string text) =>
        string.Concat(
            text.Split("${")
                .Select(
                    (part, i) =>
                        i == 0 ? part : ValueOf(part[..part.IndexOf('}')]) + part[(part.IndexOf('}') + 1)..]
                )
        );

    static string ValueOf(string name) =>
        name switch
        {
            "Rows" or "ArchiveBucket" => Rows,
            "ArchivePrefix" => "enriched/",
            "Parts" => Parts.ToString(CultureInfo.InvariantCulture),
            "AWS::Partition" => "aws",
            _ => $"arn:aws:batch:eu-west-1:123456789012:{name}",
        };
}
