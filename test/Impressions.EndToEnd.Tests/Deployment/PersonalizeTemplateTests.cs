using System.Text.Json.Nodes;
using Impressions.Cli.Export;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>The template of the Personalize side against AWS's schemas, the export's schema and the function's settings.</summary>
public sealed class PersonalizeTemplateTests
{
    static readonly string File = Repository.PathTo("src", "Personalize", "template.yaml");

    static readonly YamlMappingNode Root = Load();

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
    public void Schema_OfInteractions_IsTheExports()
    {
        var schema = Root.Mapping("Resources", "InteractionsSchema", "Properties").Text("Schema");

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(InteractionsCsv.SchemaOf([])), JsonNode.Parse(schema))
        );
    }

    [Fact]
    public void EventTypes_ByDefault_AreSentByDefault()
    {
        Assert.True(
            ImpressionsOptions.TryRead(
                name => name == Settings.TrackingId.Name ? "id" : null,
                out var options,
                out _
            )
        );

        var counted = Root.Mapping("Parameters", "EventTypes").Text("Default").Split(',');

        Assert.Equal(2, counted.Length);
        Assert.Subset(options.EventTypes.Names.ToHashSet(), counted.ToHashSet());
    }

    /// <summary>What the README's commands name.</summary>
    [Fact]
    public void Outputs_AreThoseOfTheReadme()
    {
        var readme = System.IO.File.ReadAllText(Repository.PathTo("src", "Personalize", "README.md"));

        Assert.All(
            Root.Mapping("Outputs").Children.Keys,
            output => Assert.Contains(output.ToString(), readme, StringComparison.Ordinal)
        );
    }

    static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        using var text = new StreamReader(File);
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
