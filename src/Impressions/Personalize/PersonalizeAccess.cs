using Amazon.Runtime;

namespace Impressions;

/// <summary>Where Personalize Events is called, for which region calls are signed, and with whose credentials.</summary>
sealed record PersonalizeAccess
{
    /// <summary>
    /// For one attempt, from connecting to the last byte of its answer. The SDK's own 100 s outlast the invocation.
    /// </summary>
    static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Scheme and host; of no meaning with a <see cref="Problem"/>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Of no meaning with a <see cref="Problem"/>.</summary>
    public required string Region { get; init; }

    /// <summary>Why nothing can be called, as a code; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Asked once a second, and at each call until some are found.</summary>
    public required Func<Task<AwsCredentials>> FindCredentials { get; init; }

    /// <summary>Calls, and so connections, at a time.</summary>
    public required int Concurrency { get; init; }

    public TimeSpan AttemptTimeout { get; init; } = DefaultAttemptTimeout;

    /// <summary>
    /// By AWS's standard variables and profile: <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_PERSONALIZE_EVENTS</c>,
    /// <c>AWS_ENDPOINT_URL</c>, <c>AWS_USE_FIPS_ENDPOINT</c>, <c>AWS_ACCESS_KEY_ID</c> and the rest.
    /// </summary>
    /// <exception cref="FormatException">A variable holds no region name or no URL.</exception>
    public static PersonalizeAccess FromEnvironment(int concurrency)
    {
        InstanceMetadata.DoWithout();
        var (endpoint, region, problem) = EndpointOfVariables() ?? EndpointBySdk();
        var sdk = new SdkCredentials();
        return new()
        {
            Endpoint = endpoint,
            Region = region,
            Problem = problem,
            FindCredentials = () =>
                AwsVariables.Credentials is { } credentials ? Task.FromResult(credentials) : sdk.FindAsync(),
            Concurrency = concurrency,
        };
    }

    static (string Endpoint, string Region, string? Problem)? EndpointOfVariables() =>
        (AwsVariables.Region, AwsVariables.EndpointUrl("PERSONALIZE_EVENTS")) switch
        {
            ({ } region, null) => ($"https://personalize-events.{region}.amazonaws.com", region, null),
            ({ } region, { } url) when Uri.TryCreate(url, UriKind.Absolute, out _) => (url, region, null),
            _ => null,
        };

    static (string Endpoint, string Region, string? Problem) EndpointBySdk()
    {
        try
        {
            var config = new PersonalizeConfig();
            return config.EndpointProblem is { } problem
                ? ("", "", problem)
                : (config.Endpoint, config.SigningRegion!, null);
        }
        catch (AmazonClientException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }
}
