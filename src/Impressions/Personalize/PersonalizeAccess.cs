using Amazon.Runtime;
using Impressions.Aws;
using Impressions.Core.Delivery;
using Impressions.Core.Signing;

namespace Impressions.Personalize;

/// <summary>Where Personalize is called and for which region calls are signed, or why that is not known.</summary>
abstract record ServiceAddress
{
    /// <param name="Url">Scheme and host, <c>http</c> or <c>https</c>; perhaps a path in front of the operations'.</param>
    internal sealed record Known(Uri Url, string Region) : ServiceAddress;

    /// <param name="Problem">A code as in <see cref="CallAnswer.Code"/>.</param>
    internal sealed record Unknown(string Problem) : ServiceAddress;
}

/// <summary>Where Personalize is called, and with whose credentials.</summary>
/// <param name="FindCredentials">Asked once a second, and at each call until some are found.</param>
sealed record PersonalizeAccess(
    ServiceAddress Address,
    Func<CancellationToken, Task<AwsCredentials>> FindCredentials
)
{
    /// <summary>
    /// For one attempt, from connecting to the last byte of its answer. The SDK's own 100 s outlast the invocation.
    /// </summary>
    static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>For finding credentials where the SDK must ask for them, at the first call and when they expire.</summary>
    static readonly TimeSpan CredentialsTimeout = TimeSpan.FromSeconds(3);

    public TimeSpan AttemptTimeout { get; init; } = DefaultAttemptTimeout;

    /// <summary>
    /// By AWS's standard variables and profile: <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_PERSONALIZE_EVENTS</c>,
    /// <c>AWS_ENDPOINT_URL</c>, <c>AWS_USE_FIPS_ENDPOINT</c>, <c>AWS_ACCESS_KEY_ID</c> and the rest.
    /// </summary>
    /// <exception cref="FormatException">A variable holds no region name or no URL.</exception>
    public static PersonalizeAccess FromEnvironment(Func<string, string?> variable)
    {
        InstanceMetadata.DoWithout();
        var variables = new AwsVariables(variable);
        var sdk = new SdkCredentials();
        return new(
            variables.Region is { } region ? AddressIn(region, variables) : AddressBySdk(),
            cancellation =>
                variables.Credentials is { } found
                    ? Task.FromResult(found)
                    : sdk.FindAsync(CredentialsTimeout, cancellation)
        );
    }

    static ServiceAddress.Known AddressIn(string region, AwsVariables variables) =>
        AddressAt(
            variables.EndpointUrl("PERSONALIZE_EVENTS")
                ?? $"https://personalize-events.{region}.amazonaws.com",
            region
        );

    static ServiceAddress AddressBySdk()
    {
        try
        {
            var config = new PersonalizeConfig();
            return config.EndpointProblem is { } problem
                ? new ServiceAddress.Unknown(problem)
                : AddressAt(config.Endpoint, config.SigningRegion!);
        }
        catch (AmazonClientException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    static ServiceAddress.Known AddressAt(string url, string region) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new(address, region)
            : throw new FormatException("The endpoint must be an http or https URL.");
}
