using System.Text.Json;
using System.Text.Json.Nodes;
using Impressions.Cli.Aws;

namespace Impressions.Cli.Doctor;

/// <summary>Personalize's resources by their kind, such as <c>EventTracker</c>: operations and members are named after it.</summary>
sealed class PersonalizeResources(AwsReader aws, Attempt attempt)
{
    /// <summary>One resource; undefined where it was refused.</summary>
    public async Task<JsonElement> DescribeAsync(string kind, string arn, CancellationToken cancellation)
    {
        var member = char.ToLowerInvariant(kind[0]) + kind[1..];
        var answer = await attempt(async () =>
                [
                    await aws.CallAsync(
                            AwsService.Personalize,
                            $"Describe{kind}",
                            new JsonObject { [$"{member}Arn"] = arn },
                            cancellation
                        )
                        .ConfigureAwait(false),
                ]
            )
            .ConfigureAwait(false);
        return answer is [var found] ? found.Member(member) : default;
    }

    /// <summary>All of a kind, in all pages; empty where it was refused.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        string kind,
        JsonObject parameters,
        CancellationToken cancellation
    ) =>
        await attempt(async () =>
                [
                    .. await aws.ListAsync(
                            AwsService.Personalize,
                            $"List{kind}s",
                            parameters,
                            kind == "Filter" ? "Filters" : $"{char.ToLowerInvariant(kind[0])}{kind[1..]}s",
                            cancellation
                        )
                        .ConfigureAwait(false),
                ]
            )
            .ConfigureAwait(false)
        ?? [];

    public static JsonObject OfGroup(string arn) => new() { ["datasetGroupArn"] = arn };
}
