using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Function;

/// <summary>
/// AWS's variables of this process, as Lambda sets them, until it is disposed of. For tests that run
/// <see cref="Alone"/>.
/// </summary>
sealed class AwsEnvironment : IDisposable
{
    readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    public AwsEnvironment()
    {
        Set("AWS_REGION", "eu-west-1");
        Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_CONFIG_FILE", "/nowhere/config");
        Set("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
        foreach (
            var absent in (string[])
                [
                    "AWS_ENDPOINT_URL",
                    "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
                    "AWS_SESSION_TOKEN",
                    "AWS_EC2_METADATA_DISABLED",
                    "AWS_USE_FIPS_ENDPOINT",
                    "AWS_USE_DUALSTACK_ENDPOINT",
                    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                ]
        )
        {
            Set(absent, null);
        }
    }

    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
        Forget();
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Forget();
    }

    /// <summary>The SDK remembers what it first found in the process.</summary>
    static void Forget()
    {
        FallbackRegionFactory.Reset();
        FallbackInternalConfigurationFactory.Reset();
    }
}
