using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Impressions.Emulation.Account;

/// <summary>
/// A local AWS account that can be read: Personalize, Lambda, Kinesis, CloudWatch, IAM and CloudFormation at one address, answers
/// by a scenario. Strict: signatures are verified, and unknown operations, unknown parameters and whatever is not a read are refused.
/// </summary>
sealed class AccountEndpoint : LocalEndpoint
{
    const int MaxBodyBytes = 1 << 20;
    const string LambdaPath = "/2015-03-31/functions/";
    const string ConfigurationPath = "/configuration";

    readonly JsonObject _answers;
    readonly SigningIdentity _identity;
    readonly TimeProvider _time;

    AccountEndpoint(JsonObject answers, SigningIdentity identity, TimeProvider time) =>
        (_answers, _identity, _time) = (answers, identity, time);

    /// <param name="answers">
    /// By operation its answer; for an operation on one resource, by the resource's name or ARN. An answer with a member
    /// <c>refused</c> is an error of that code. Permissions and stack resources are texts.
    /// </param>
    public static async Task<AccountEndpoint> StartAsync(
        JsonObject answers,
        SigningIdentity identity,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var endpoint = new AccountEndpoint(answers, identity, time);
        await endpoint.ListenAsync(port: 0, cancellation).ConfigureAwait(false);
        return endpoint;
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        var body = await RequestBody.TryReadAsync(context, MaxBodyBytes).ConfigureAwait(false) ?? [];
        var answer = Answer(context.Request, body);
        await answer.WriteAsync(context, _time.GetUtcNow()).ConfigureAwait(false);
    }

    EndpointAnswer Answer(HttpRequest request, byte[] body)
    {
        var service = ServiceOf(request);
        var region = service == "iam" ? "us-east-1" : _identity.Region;
        if (
            new SignatureVerifier(_identity with { Region = region }, _time, service).Verify(request, body) is
            { } refusal
        )
        {
            return EndpointAnswer.Refused(refusal);
        }

        var (name, parameters) = Read(request, body);
        if (AccountOperation.Find(service, name) is not { } operation)
        {
            return EndpointAnswer.Error(
                403,
                "AccessDeniedException",
                $"{service}:{name} is no read that is offered here"
            );
        }

        if (operation.Violation([.. parameters.Select(parameter => parameter.Key)]) is { } violation)
        {
            return EndpointAnswer.Error(400, "ValidationException", violation);
        }

        var answer = _answers[name];
        if (operation.Key.Length > 0 && answer is JsonObject byKey && !byKey.ContainsKey("refused"))
        {
            answer = byKey[parameters[operation.Key]?.ToString() ?? ""];
        }

        return answer switch
        {
            null => EndpointAnswer.Error(404, "ResourceNotFoundException", "There is no such resource"),
            JsonObject refused when refused["refused"] is { } code => EndpointAnswer.Error(
                400,
                code.ToString(),
                "Refused by the scenario"
            ),
            JsonValue text when service == "iam" => Xml(
                name,
                new XElement("member", new XElement("EvalDecision", text.ToString()))
            ),
            JsonValue text => Xml(name, new XElement("PhysicalResourceId", text.ToString())),
            _ => new EndpointAnswer(200, "", "application/x-amz-json-1.1", answer.ToJsonString()),
        };
    }

    /// <summary>By the signature's scope: all services have one address here.</summary>
    static string ServiceOf(HttpRequest request) =>
        AuthorizationHeader.TryParse(request.Headers.Authorization.ToString(), out var header)
        && header.Scope.Split('/') is [_, _, var service, _]
            ? service
            : "";

    static (string Operation, JsonObject Parameters) Read(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value ?? "";
        if (request.Headers["x-amz-target"].ToString() is { Length: > 0 } target)
        {
            return (target.Split('.')[^1], Parse(body));
        }

        if (request.Method == HttpMethods.Get && path.StartsWith(LambdaPath, StringComparison.Ordinal))
        {
            return path.EndsWith(ConfigurationPath, StringComparison.Ordinal)
                ? (
                    "GetFunctionConfiguration",
                    new JsonObject { ["FunctionName"] = path[LambdaPath.Length..^ConfigurationPath.Length] }
                )
                : ("GetFunction", []);
        }

        if (request.Method == HttpMethods.Get && path.TrimEnd('/') == "/2015-03-31/event-source-mappings")
        {
            return (
                "ListEventSourceMappings",
                [
                    .. request.Query.Select(pair =>
                        KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())
                    ),
                ]
            );
        }

        var form = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body));
        return (
            form.TryGetValue("Action", out var action) ? action.ToString() : $"{request.Method} {path}",
            [
                .. form.Where(pair => pair.Key is not ("Action" or "Version"))
                    .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())),
            ]
        );
    }

    static JsonObject Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    static EndpointAnswer Xml(string operation, XElement content) =>
        new(200, "", "text/xml", new XElement($"{operation}Response", content).ToString());
}
