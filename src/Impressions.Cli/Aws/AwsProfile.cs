using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Impressions.Aws;

namespace Impressions.Cli.Aws;

/// <summary>AWS as the user's variables, profile and single sign-on say.</summary>
static class AwsProfile
{
    /// <summary>What the function would otherwise look at, and cannot follow.</summary>
    static readonly string[] Resolved =
    [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
    ];

    /// <summary>
    /// Puts credentials, region and endpoint switches into a function's variables, unless plain variables have the
    /// credentials already.
    /// </summary>
    /// <returns>What serves the credentials, to be disposed of; null where plain variables have them.</returns>
    /// <exception cref="UsageException">There are no credentials; says what to do.</exception>
    public static async Task<CredentialsEndpoint?> ResolveAsync(
        Dictionary<string, string> variables,
        CancellationToken cancellation
    )
    {
        if (Has(variables, "AWS_ACCESS_KEY_ID") && Has(variables, "AWS_SECRET_ACCESS_KEY"))
        {
            return null;
        }

        InstanceMetadata.DoWithout();
        try
        {
            var config = new AmazonS3Config();
            var credentials = await DefaultAWSCredentialsIdentityResolver
                .GetCredentialsAsync(config)
                .ConfigureAwait(false);
            _ = await credentials.GetCredentialsAsync().ConfigureAwait(false);
            var endpoint = await CredentialsEndpoint
                .StartAsync(credentials, cancellation)
                .ConfigureAwait(false);
            Set(variables, config, endpoint);
            return endpoint;
        }
        catch (Exception failure) when (IsOfCredentials(failure))
        {
            throw new UsageException(Explain(failure), failure);
        }
    }

    /// <summary>Whether a call to AWS failed before it was made.</summary>
    public static bool IsOfCredentials(Exception failure) =>
        failure
            is AmazonClientException
                or AmazonServiceException
                or ProcessAWSCredentialException
                or InvalidOperationException
                or HttpRequestException
                or IOException
                or TimeoutException;

    /// <summary>What to do about credentials that cannot be had.</summary>
    public static string Explain(Exception failure)
    {
        var profile = Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } name
            ? name
            : "default";
        var isSignOn =
            failure.Message.Contains("SSO", StringComparison.OrdinalIgnoreCase)
            || failure.InnerException?.Message.Contains("SSO", StringComparison.OrdinalIgnoreCase) == true;
        return isSignOn
            ? $"The single sign-on of AWS profile {profile} has expired or was never made: aws sso login --profile {profile}"
            : $"There are no AWS credentials (profile {profile}): {Reason(failure)} Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY.";
    }

    /// <summary>One line: where the SDK found nothing at all, it lists each place where it looked.</summary>
    static string Reason(Exception failure) =>
        failure.Message.Contains('\n', StringComparison.Ordinal)
            ? "neither variables nor a profile, a role or a container have any."
            : failure.Message;

    static void Set(Dictionary<string, string> variables, AmazonS3Config config, CredentialsEndpoint endpoint)
    {
        foreach (var name in Resolved)
        {
            _ = variables.Remove(name);
        }

        foreach (var (name, value) in endpoint.Variables)
        {
            variables[name] = value;
        }

        // The files would win over the endpoint.
        variables["AWS_CONFIG_FILE"] = variables["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(
            AppContext.BaseDirectory,
            "no-such-file"
        );
        if (config.RegionEndpoint?.SystemName is { } region)
        {
            variables["AWS_REGION"] = region;
        }

        SetSwitch(variables, "AWS_USE_FIPS_ENDPOINT", config.UseFIPSEndpoint);
        SetSwitch(variables, "AWS_USE_DUALSTACK_ENDPOINT", config.UseDualstackEndpoint);
    }

    static void SetSwitch(Dictionary<string, string> variables, string name, bool isOn)
    {
        if (isOn)
        {
            variables[name] = "true";
        }
    }

    static bool Has(Dictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0;
}
