using System.Collections.ObjectModel;
using System.Globalization;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Personalize;

namespace Impressions.Emulation.Lambda;

/// <summary>One function and its surroundings.</summary>
/// <param name="FunctionPath">See <see cref="FunctionProcess.Start"/>.</param>
sealed record LocalLambdaOptions(string FunctionPath)
{
    /// <summary>
    /// How much is allocated between two collections (bytes, as the runtime reads it): by default as much as the CPU has
    /// cache, hundreds of megabytes on large hosts. The template sets it; it is not a setting of the runtime's own file.
    /// </summary>
    public const string YoungestGenerationVariable = "DOTNET_GCgen0size";

    public const string YoungestGenerationBytes = "200000";

    /// <summary>What the template gives an invocation; a test holds it against the template.</summary>
    public static readonly TimeSpan TemplateTimeout = TimeSpan.FromSeconds(60);

    public PersonalizeEndpointOptions Endpoint { get; init; } = new();

    /// <summary>False leaves region, credentials, endpoint and tracking id to <see cref="Settings"/>.</summary>
    public bool HasLocalPersonalize { get; init; } = true;

    /// <summary>Another endpoint in place of the local Personalize, which is then not started.</summary>
    public Uri? PersonalizeAddress { get; init; }

    /// <summary>The bucket for dead letters; null for none.</summary>
    public BucketEndpointOptions? Bucket { get; init; }

    /// <summary>Memory in Lambda's variable for it (MiB), by which the function limits its heap.</summary>
    public int MemoryMegabytes { get; init; } = 512;

    /// <summary>Further environment variables of the function; they win over the ones set here.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What Lambda would set, and what points the function to the local services.</summary>
    /// <param name="runtimeApi">Host and port of the Runtime API.</param>
    /// <param name="personalize">Address of the Personalize Events endpoint; null where there is none.</param>
    /// <param name="s3">Address of the bucket's endpoint; null where there is no bucket.</param>
    public IReadOnlyDictionary<string, string> Environment(
        string runtimeApi,
        Uri? personalize,
        Uri? s3 = null
    )
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = "impressions",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = MemoryMegabytes.ToString(CultureInfo.InvariantCulture),
            [YoungestGenerationVariable] = YoungestGenerationBytes,
        };
        if (personalize is not null)
        {
            environment["AWS_REGION"] = Endpoint.Identity.Region;
            environment["AWS_ACCESS_KEY_ID"] = Endpoint.Identity.AccessKeyId;
            environment["AWS_SECRET_ACCESS_KEY"] = Endpoint.Identity.SecretAccessKey;
            environment["AWS_ENDPOINT_URL_PERSONALIZE_EVENTS"] = personalize.GetLeftPart(
                UriPartial.Authority
            );
            environment["PERSONALIZE_TRACKING_ID"] = Endpoint.TrackingId;
            if (Endpoint.Identity.SessionToken is { } token)
            {
                environment["AWS_SESSION_TOKEN"] = token;
            }
        }

        if (Bucket is not null && s3 is not null)
        {
            environment["AWS_ENDPOINT_URL_S3"] = s3.GetLeftPart(UriPartial.Authority);
            environment["DEAD_LETTER_BUCKET"] = Bucket.Name;
        }

        foreach (var (name, value) in Settings)
        {
            environment[name] = value;
        }

        return environment;
    }
}
