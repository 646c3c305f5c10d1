using Impressions.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>
/// A SAM template as the CloudFormation template that SAM makes of it: its function becomes a Lambda function, each of its
/// events an event source mapping. Only as far as this template goes; what SAM adds, such as a role, is not there.
/// </summary>
static class PlainTemplate
{
    const string FunctionType = "AWS::Serverless::Function";

    /// <param name="sam">YAML.</param>
    /// <returns>YAML.</returns>
    public static string Of(string sam)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(sam));
        var template = (YamlMappingNode)yaml.Documents[0].RootNode;
        _ = template.Children.Remove("Transform");
        foreach (var parameter in template.Mapping("Parameters").Children.Values.Cast<YamlMappingNode>())
        {
            ForgetNoValue(parameter);
        }

        var resources = template.Mapping("Resources");
        foreach (var name in resources.Keys().Where(name => IsFunction(resources.Mapping(name))))
        {
            Expand(resources, name);
        }

        using var plain = new StringWriter();
        yaml.Save(plain, assignAnchors: false);
        return plain.ToString();
    }

    /// <summary>A default that stands for no value never reaches a resource: a condition sees to that.</summary>
    static void ForgetNoValue(YamlMappingNode parameter)
    {
        if (parameter.Keys().Contains("Default") && parameter.Text("Default") is "" or "-1")
        {
            _ = parameter.Children.Remove("Default");
        }
    }

    static bool IsFunction(YamlMappingNode resource) => resource.Text("Type") == FunctionType;

    static void Expand(YamlMappingNode resources, string name)
    {
        var function = resources.Mapping(name);
        function.Children["Type"] = "AWS::Lambda::Function";
        var properties = function.Mapping("Properties");
        _ = Take(properties, "CodeUri");
        properties.Add("Code", new YamlMappingNode("S3Bucket", "packages", "S3Key", "function.zip"));
        properties.Add("TracingConfig", new YamlMappingNode { { "Mode", Take(properties, "Tracing") } });
        foreach (var (key, value) in ((YamlMappingNode)Take(properties, "Events")).Children)
        {
            var @event = (YamlMappingNode)value;
            Assert.Equal("Kinesis", @event.Text("Type"));
            var mapping = @event.Mapping("Properties");
            mapping.Add("EventSourceArn", Take(mapping, "Stream"));
            mapping.Add("FunctionName", new YamlScalarNode(name) { Tag = "!Ref" });
            resources.Add(
                name + ((YamlScalarNode)key).Value,
                new YamlMappingNode
                {
                    { "Type", "AWS::Lambda::EventSourceMapping" },
                    { "Properties", mapping },
                }
            );
        }
    }

    static YamlNode Take(YamlMappingNode node, string key)
    {
        var value = node.Children[key];
        _ = node.Children.Remove(key);
        return value;
    }
}
