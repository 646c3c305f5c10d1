using Impressions.Core.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary><c>template.yaml</c> as it is written: an intrinsic function such as <c>!Ref</c> is a tag on a node.</summary>
static class Template
{
    /// <summary>The function's name in the template.</summary>
    public const string LogicalId = "ImpressionsFunction";

    static readonly YamlMappingNode Root = Load();

    public static YamlMappingNode Parameters => Mapping("Parameters");

    public static YamlMappingNode Resources => Mapping("Resources");

    public static YamlMappingNode FunctionProperties => Mapping("Resources", LogicalId, "Properties");

    /// <summary>The function's handler, by the template's <c>Host</c>.</summary>
    public static string HandlerOf(bool isClassLibrary)
    {
        var handler = FunctionProperties.Children["Handler"];
        Assert.Equal(("!If", 3), (TagOf(handler), handler.Texts().Count));
        Assert.Equal("IsClassLibrary", handler.Texts()[0]);
        return handler.Texts()[isClassLibrary ? 1 : 2];
    }

    /// <summary>All nodes of the template, outer ones first.</summary>
    public static IReadOnlyList<YamlNode> Nodes { get; } = [.. Root.AllNodes];

    public static YamlMappingNode Mapping(params string[] path) => Root.Mapping(path);

    public static YamlMappingNode Mapping(this YamlMappingNode node, params string[] path) =>
        path.Aggregate(node, (at, key) => Assert.IsType<YamlMappingNode>(at.Children[key]));

    public static string Text(this YamlMappingNode node, string key) =>
        Assert.IsType<YamlScalarNode>(node.Children[key]).Value!;

    /// <summary>The keys, in the order of the file.</summary>
    public static IReadOnlyList<string> Keys(this YamlMappingNode node) =>
        [.. node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)];

    /// <summary>A list of texts, or a single text as YAML allows it for one.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode node) =>
        node is YamlSequenceNode list
            ? [.. list.Select(item => ((YamlScalarNode)item).Value!)]
            : [((YamlScalarNode)node).Value!];

    /// <summary>The tag of a node, such as <c>!Ref</c>; empty when it has none.</summary>
    public static string TagOf(YamlNode node) => node.Tag.IsEmpty ? "" : node.Tag.Value;

    static YamlMappingNode Load()
    {
        using var text = File.OpenText(Repository.PathTo("template.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return Assert.IsType<YamlMappingNode>(yaml.Documents[0].RootNode);
    }
}
