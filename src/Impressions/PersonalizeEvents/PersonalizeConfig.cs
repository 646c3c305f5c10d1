using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util.Internal;

namespace Impressions;

/// <summary>
/// Where and how Personalize Events is called. Region, endpoint, FIPS and profile come from AWS's standard variables and
/// files, as the SDK reads them, unless they are set here.
/// </summary>
sealed class PersonalizeConfig : ClientConfig
{
    /// <summary>
    /// For one attempt, from connecting to the last byte of its answer. The SDK's own 100 s outlast the invocation.
    /// </summary>
    static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(3);

    static readonly string Agent = InternalSDKUtils.BuildUserAgentString("Personalize Events", "");

    /// <param name="concurrency">Calls, and so connections, at a time.</param>
    /// <exception cref="AmazonClientException">A variable holds no region name or no URL.</exception>
    public PersonalizeConfig(int concurrency)
        : base(new FixedDefaults())
    {
        Concurrency = concurrency;
        ServiceId = "Personalize Events"; // hence AWS_ENDPOINT_URL_PERSONALIZE_EVENTS
        AuthenticationServiceName = "personalize";
        // Else a region would be guessed from a custom endpoint's name. Asked for before any endpoint, since the SDK
        // forgets that endpoint when it finds the region later.
        AuthenticationRegion = RegionEndpoint?.SystemName;
        DisableLogging = true; // its messages quote answers
    }

    public int Concurrency { get; }

    public TimeSpan AttemptTimeout { get; init; } = DefaultAttemptTimeout;

    public override string ServiceVersion => "2018-03-22";

    public override string RegionEndpointServiceName => "personalize-events";

    public override string UserAgent => Agent;

    public string? SigningRegion => AuthenticationRegion ?? RegionEndpoint?.SystemName;

    /// <summary>Why no endpoint can be told, as a code; null when one can.</summary>
    public string? EndpointProblem =>
        SigningRegion is null ? "no_region"
        : string.IsNullOrEmpty(ServiceURL) ? null
        : UseFIPSEndpoint || UseDualstackEndpoint ? "endpoint_conflict"
        : null;

    /// <summary>Scheme and host; only without an <see cref="EndpointProblem"/>.</summary>
    public string Endpoint
    {
        get
        {
            if (!string.IsNullOrEmpty(ServiceURL))
            {
                return ServiceURL;
            }

            var host = UseFIPSEndpoint ? "personalize-events-fips" : "personalize-events";
            var suffix = UseDualstackEndpoint
                ? Fn.Partition(RegionEndpoint.SystemName).dualStackDnsSuffix
                : RegionEndpoint.PartitionDnsSuffix;
            return $"https://{host}.{RegionEndpoint.SystemName}.{suffix}";
        }
    }

    public override Endpoint DetermineServiceOperationEndpoint(
        ServiceOperationEndpointParameters parameters
    ) => new(Endpoint);

    /// <summary>Not AWS_DEFAULTS_MODE: it chooses timeouts, and those are set above.</summary>
    sealed class FixedDefaults : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(
            Amazon.RegionEndpoint clientRegion,
            DefaultConfigurationMode? requestedConfigurationMode = null
        ) =>
            new DefaultConfiguration
            {
                Name = DefaultConfigurationMode.Standard,
                RetryMode = RequestRetryMode.Standard,
            };
    }
}
