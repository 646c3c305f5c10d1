using Impressions.Core.Signing;

namespace Impressions.Aws;

/// <summary>
/// AWS's variables where they say everything, as on Lambda: region and credentials in plain sight, no files, no switches.
/// The SDK reads the same from them, after loading all that it knows of regions, profiles and files: a sixth of a start's CPU.
/// </summary>
/// <param name="variable">Reads an environment variable by its name.</param>
sealed class AwsVariables(Func<string, string?> variable)
{
    /// <summary>Each changes what the others mean, so the SDK must read them.</summary>
    static readonly string[] Switches =
    [
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    ];

    /// <summary>
    /// Null where the SDK must be asked: when there is more than plain variables, or a region outside the partition
    /// <c>aws</c>, whose hosts have names of their own.
    /// </summary>
    public string? Region =>
        Value("AWS_REGION") is { } region && IsOfPartitionAws(region) && !HasMore() ? region : null;

    /// <summary>Null when they are not among the variables; the SDK, too, takes these before all others.</summary>
    public AwsCredentials? Credentials =>
        Value("AWS_ACCESS_KEY_ID") is { } key && Value("AWS_SECRET_ACCESS_KEY") is { } secret
            ? new AwsCredentials(key, secret, Value("AWS_SESSION_TOKEN"))
            : null;

    /// <summary>A custom endpoint; null when there is none. A service's own variable hides the general one even when empty.</summary>
    /// <param name="service">As its variable names it: <c>PERSONALIZE_EVENTS</c>.</param>
    public string? EndpointUrl(string service) =>
        (variable($"AWS_ENDPOINT_URL_{service}") ?? variable("AWS_ENDPOINT_URL")) is { Length: > 0 } url
            ? url
            : null;

    static bool IsOfPartitionAws(string region) =>
        region.Split('-')
            is [
                "us"
                or "ca"
                or "mx"
                or "sa"
                or "eu"
                or "af"
                or "me"
                or "il"
                or "ap",
                "north"
                or "northeast"
                or "east"
                or "southeast"
                or "south"
                or "southwest"
                or "west"
                or "northwest"
                or "central",
                [>= '1' and <= '9'],
            ];

    bool HasMore() =>
        Array.Exists(Switches, name => Value(name) is not null)
        || HasFile("AWS_CONFIG_FILE", "config")
        || HasFile("AWS_SHARED_CREDENTIALS_FILE", "credentials");

    bool HasFile(string name, string file) =>
        File.Exists(
            Value(name)
                ?? Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                    ".aws",
                    file
                )
        );

    string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
