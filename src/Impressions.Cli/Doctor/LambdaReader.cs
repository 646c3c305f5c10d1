using System.Text.Json;
using System.Text.Json.Nodes;
using Impressions.Cli.Aws;
using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Makes a read that may be refused; null where it is.</summary>
delegate Task<JsonElement[]?> Attempt(Func<Task<JsonElement[]>> read);

/// <summary>Reads the function, its event sources, its stream and its role.</summary>
sealed class LambdaReader(AwsReader aws, Attempt attempt)
{
    const string LogicalId = "ImpressionsFunction";

    /// <exception cref="UsageException">There is no such stack, or it has no such function.</exception>
    public async Task<string> FunctionOfStackAsync(string stack, CancellationToken cancellation)
    {
        try
        {
            var answer = await aws.QueryAsync(
                    AwsService.CloudFormation,
                    "DescribeStackResource",
                    "2010-05-15",
                    [new("LogicalResourceId", LogicalId), new("StackName", stack)],
                    cancellation
                )
                .ConfigureAwait(false);
            return answer
                .Descendants()
                .First(element => element.Name.LocalName == "PhysicalResourceId")
                .Value;
        }
        catch (AwsRefusal refusal)
        {
            throw new UsageException(
                $"The function of stack {stack} was not found in {aws.Region} ({refusal.Code}): give --function NAME, another "
                    + "--stack or --region.",
                refusal
            );
        }
    }

    /// <exception cref="UsageException">There is no such function.</exception>
    public async Task<Account> ReadAsync(Account account, string name, CancellationToken cancellation)
    {
        JsonElement json;
        try
        {
            var path = $"/2015-03-31/functions/{Uri.EscapeDataString(name.Split(':')[^1])}/configuration";
            json = await aws.GetAsync(AwsService.Lambda, "GetFunctionConfiguration", path, cancellation)
                .ConfigureAwait(false);
        }
        catch (AwsRefusal refusal)
        {
            throw new UsageException(
                refusal.IsNotFound
                    ? $"There is no function {name} in {aws.Region}: give another --function or --region."
                    : $"The function {name} cannot be read: {refusal.Message}",
                refusal
            );
        }

        var variables = json.Member("Environment").Member("Variables");
        var function = new LambdaFunction(
            json.Text("FunctionName"),
            json.Text("FunctionArn"),
            json.Text("State"),
            json.Text("StateReason"),
            json.Text("LastUpdateStatus"),
            json.Text("Role"),
            variables.ValueKind == JsonValueKind.Object
                ? variables
                    .EnumerateObject()
                    .ToDictionary(
                        each => each.Name,
                        each => each.Value.GetString() ?? "",
                        StringComparer.Ordinal
                    )
                : []
        );
        _ = ImpressionsOptions.TryRead(
            setting => function.Variables.GetValueOrDefault(setting),
            out var options,
            out var problems
        );
        return account with
        {
            Function = function,
            Options = options,
            SettingProblems = problems,
            EventSources = await ReadEventSourcesAsync(function.Name, cancellation).ConfigureAwait(false),
        };
    }

    async Task<IReadOnlyList<EventSource>> ReadEventSourcesAsync(
        string function,
        CancellationToken cancellation
    )
    {
        var sources = await attempt(async () =>
                [
                    .. (
                        await aws.GetAsync(
                                AwsService.Lambda,
                                "ListEventSourceMappings",
                                $"/2015-03-31/event-source-mappings?FunctionName={Uri.EscapeDataString(function)}",
                                cancellation
                            )
                            .ConfigureAwait(false)
                    ).Items("EventSourceMappings"),
                ]
            )
            .ConfigureAwait(false);
        return [.. (sources ?? []).Select(EventSourceOf)];
    }

    public async Task<Account> ReadStreamAsync(Account account, string stream, CancellationToken cancellation)
    {
        var isArn = stream.StartsWith("arn:", StringComparison.Ordinal);
        var answer = await attempt(async () =>
                [
                    await aws.CallAsync(
                            AwsService.Kinesis,
                            "DescribeStreamSummary",
                            new JsonObject { [isArn ? "StreamARN" : "StreamName"] = stream },
                            cancellation
                        )
                        .ConfigureAwait(false),
                ]
            )
            .ConfigureAwait(false);
        var found = answer?[0].Member("StreamDescriptionSummary") ?? default;
        return found.ValueKind != JsonValueKind.Object
            ? account
            : account with
            {
                Stream = new Stream(
                    found.Text("StreamARN"),
                    found.Text("StreamStatus"),
                    TimeSpan.FromHours(found.Member("RetentionPeriodHours").GetDouble()),
                    found.Text("EncryptionType") == "KMS" ? found.Text("KeyId") : ""
                ),
            };
    }

    /// <summary>Asks IAM what the function's role may do, by simulation.</summary>
    public async Task<Account> ReadPermissionsAsync(Account account, CancellationToken cancellation)
    {
        if (account.Function is not { Role.Length: > 0 } function)
        {
            return account;
        }

        // A key of AWS's own for Kinesis needs no permission of the role.
        var hasKey =
            account.Stream is { KeyId.Length: > 0 } stream
            && !stream.KeyId.Contains("alias/aws/", StringComparison.Ordinal);
        string[] actions =
        [
            "personalize:PutEvents",
            "kinesis:GetRecords",
            .. hasKey ? ["kms:Decrypt"] : (string[])[],
        ];
        var decided = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            var resource = ResourceOf(action, account);
            var answer = await attempt(async () =>
                {
                    var xml = await aws.QueryAsync(
                            AwsService.Iam,
                            "SimulatePrincipalPolicy",
                            "2010-05-08",
                            [
                                new("ActionNames.member.1", action),
                                new("PolicySourceArn", function.Role),
                                .. resource.Length > 0
                                    ? [new("ResourceArns.member.1", resource)]
                                    : Array.Empty<KeyValuePair<string, string>>(),
                                new("ContextEntries.member.1.ContextKeyName", "aws:RequestedRegion"),
                                new("ContextEntries.member.1.ContextKeyType", "string"),
                                new("ContextEntries.member.1.ContextKeyValues.member.1", aws.Region),
                            ],
                            cancellation
                        )
                        .ConfigureAwait(false);
                    decided[action] = xml.Descendants()
                        .Where(element => element.Name.LocalName == "EvalDecision")
                        .All(element => element.Value == "allowed");
                    return [];
                })
                .ConfigureAwait(false);
            if (answer is null)
            {
                break; // one refusal is told once
            }
        }

        return account with
        {
            Permissions = decided,
        };
    }

    static string ResourceOf(string action, Account account) =>
        action switch
        {
            "kinesis:GetRecords" => account.Stream?.Arn ?? "",
            "kms:Decrypt" => account.Stream!.KeyId.StartsWith("arn:", StringComparison.Ordinal)
                ? account.Stream.KeyId
                : "",
            _ => "",
        };

    static EventSource EventSourceOf(JsonElement json)
    {
        var age = json.Member("MaximumRecordAgeInSeconds");
        return new EventSource(
            json.Text("UUID"),
            json.Text("EventSourceArn"),
            json.Text("State"),
            json.Text("LastProcessingResult"),
            json.Member("FilterCriteria").Items("Filters").Any(),
            json.Items("FunctionResponseTypes").Any(type => type.ValueEquals("ReportBatchItemFailures")),
            json.Member("DestinationConfig").Member("OnFailure").Text("Destination"),
            age.ValueKind == JsonValueKind.Number && age.GetInt32() >= 0
                ? TimeSpan.FromSeconds(age.GetInt32())
                : null
        );
    }
}
