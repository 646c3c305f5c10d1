using System.Globalization;
using System.Text.RegularExpressions;
using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>
/// A template as CloudFormation has it once the parameters are known: each <c>!If</c> is the branch that holds, and what has
/// a condition that does not hold is gone.
/// </summary>
/// <param name="values">Of the parameters that differ from their default.</param>
sealed partial class TemplateChoice(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The account that the stack is deployed in.</summary>
    public const string Account = "123456789012";

    YamlMappingNode _root = [];

    /// <param name="template">YAML.</param>
    /// <returns>YAML.</returns>
    public string Of(string template)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(template));
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (var section in (string[])["Resources", "Outputs"])
        {
            var entries = _root.Mapping(section);
            foreach (var name in entries.Keys())
            {
                var entry = entries.Mapping(name);
                if (entry.Keys().Contains("Condition") && !Holds(entry.Text("Condition")))
                {
                    _ = entries.Children.Remove(name);
                    continue;
                }

                _ = entry.Children.Remove("Condition");
                entries.Children[name] = Chosen(entry)!;
            }
        }

        foreach (var section in (string[])["Conditions", "Rules", "Metadata"])
        {
            _ = _root.Children.Remove(section);
        }

        RemoveUnusedParameters();
        using var chosen = new StringWriter();
        yaml.Save(chosen, assignAnchors: false);
        return chosen.ToString();
    }

    /// <summary>Those that only a branch used which was not chosen.</summary>
    void RemoveUnusedParameters()
    {
        var parameters = _root.Mapping("Parameters");
        var used = _root
            .Mapping("Resources")
            .AllNodes.Concat(_root.Mapping("Outputs").AllNodes)
            .OfType<YamlScalarNode>()
            .SelectMany(node =>
                Template.TagOf(node) == "!Ref"
                    ? [node.Value!]
                    : Placeholder().Matches(node.Value!).Select(match => match.Groups["name"].Value)
            )
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in parameters.Keys().Where(name => !used.Contains(name)))
        {
            _ = parameters.Children.Remove(name);
        }
    }

    /// <summary>Null where there is to be no value.</summary>
    YamlNode? Chosen(YamlNode node)
    {
        switch (node)
        {
            case YamlSequenceNode choice when Template.TagOf(choice) == "!If":
                return Chosen(choice.Children[Holds(choice.Children[0].Texts()[0]) ? 1 : 2]);
            case YamlScalarNode { Value: "AWS::NoValue" }:
                return null;
            case YamlSequenceNode list:
                var items = list.Children.Select(Chosen).OfType<YamlNode>().ToList();
                list.Children.Clear();
                items.ForEach(list.Add);
                return list;
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children.ToList())
                {
                    _ = mapping.Children.Remove(key);
                    if (Chosen(value) is { } chosen)
                    {
                        mapping.Add(key, chosen);
                    }
                }

                return mapping;
            default:
                return node;
        }
    }

    bool Holds(string condition) => Holds(_root.Mapping("Conditions").Children[condition]);

    bool Holds(YamlNode node)
    {
        if (Template.TagOf(node) == "!Condition")
        {
            return Holds(node.Texts()[0]);
        }

        var parts = ((YamlSequenceNode)node).Children;
        return Template.TagOf(node) switch
        {
            "!Equals" => TextOf(parts[0]) == TextOf(parts[1]),
            "!Not" => !Holds(parts[0]),
            "!Or" => parts.Any(Holds),
            "!And" => parts.All(Holds),
            var tag => throw new NotSupportedException(tag),
        };
    }

    string TextOf(YamlNode node) =>
        (Template.TagOf(node), node) switch
        {
            ("!Ref", YamlScalarNode name) => ValueOf(name.Value!),
            ("!Sub", YamlScalarNode text) => Placeholder()
                .Replace(text.Value!, match => ValueOf(match.Groups["name"].Value)),
            ("!Select", YamlSequenceNode select) => PartsOf(select.Children[1])[
                int.Parse(TextOf(select.Children[0]), CultureInfo.InvariantCulture)
            ],
            ("", YamlScalarNode text) => text.Value!,
            var (tag, _) => throw new NotSupportedException(tag),
        };

    string[] PartsOf(YamlNode split)
    {
        Assert.Equal("!Split", Template.TagOf(split));
        var parts = ((YamlSequenceNode)split).Children;
        return TextOf(parts[1]).Split(TextOf(parts[0]));
    }

    string ValueOf(string name) =>
        name == "AWS::AccountId" ? Account
        : values.TryGetValue(name, out var value) ? value
        : _root.Mapping("Parameters", name) is var parameter && parameter.Keys().Contains("Default")
            ? parameter.Text("Default")
        : "";

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z:]+)\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}
