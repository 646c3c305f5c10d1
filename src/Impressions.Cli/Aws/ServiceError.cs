using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Impressions.Cli.Aws;

/// <summary>What a service says of a call that it refuses, in JSON or XML.</summary>
static class ServiceError
{
    /// <summary>Whether the same call may be accepted a moment later.</summary>
    public static bool MayPass(HttpStatusCode status, string code) =>
        (int)status >= 500
        || status == HttpStatusCode.TooManyRequests
        || code.Contains("Throttl", StringComparison.Ordinal)
        || code
            is "TooManyRequestsException"
                or "ProvisionedThroughputExceededException"
                or "LimitExceededException";

    public static AwsRefusal Read(string operation, HttpResponseMessage response, string text)
    {
        var (code, message) = text.TrimStart().StartsWith('<') ? OfXml(text) : OfJson(text);
        if (code.Length == 0 && response.Headers.NonValidated.TryGetValues("x-amzn-ErrorType", out var types))
        {
            code = types.FirstOrDefault("");
        }

        code = code.Split('#')[^1].Split(':')[0];
        return new AwsRefusal(
            operation,
            code.Length > 0 ? code : $"http_{(int)response.StatusCode}",
            message
        );
    }

    static (string Code, string Message) OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return (Text(json, "__type", "code"), Text(json, "message", "Message"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    static string Text(JsonDocument json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
            )
            {
                return value.GetString()!;
            }
        }

        return "";
    }

    static (string Code, string Message) OfXml(string text)
    {
        try
        {
            var error = XElement
                .Parse(text)
                .DescendantsAndSelf()
                .FirstOrDefault(e => e.Name.LocalName == "Error");
            return (Child(error, "Code"), Child(error, "Message"));
        }
        catch (XmlException)
        {
            return ("", "");
        }
    }

    static string Child(XElement? error, string name) =>
        error?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
