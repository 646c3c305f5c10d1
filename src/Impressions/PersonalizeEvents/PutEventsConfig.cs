using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util.Internal;

namespace Impressions;

/// <summary>
/// What the SDK must know of Personalize Events. Region, endpoint and FIPS come from AWS's standard variables and
/// profile unless they are set here.
/// </summary>
sealed class PutEventsConfig : ClientConfig, IEndpointProvider
{
    /// <summary>
    /// For one attempt, from connecting to the last byte of its answer. The SDK's own 100 s outlast the invocation.
    /// </summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    static readonly string Agent = InternalSDKUtils.BuildUserAgentString("Personalize Events", "");

    /// <summary>As the function runs it; tests set other endpoints and timeouts afterwards.</summary>
    /// <param name="concurrency">Calls, and so connections, at a time.</param>
    public PutEventsConfig(int concurrency)
        : base(new FixedDefaults())
    {
        ServiceId = "Personalize Events"; // hence AWS_ENDPOINT_URL_PERSONALIZE_EVENTS
        AuthenticationServiceName = "personalize";
        EndpointProvider = this;
        Timeout = AttemptTimeout;
        MaxConnectionsPerServer = concurrency;
        HttpClientFactory = new BoundedHttpClientFactory();
        DisableLogging = true; // its messages quote answers
    }

    public override string ServiceVersion => "2018-03-22";

    public override string RegionEndpointServiceName => "personalize-events";

    public override string UserAgent => Agent;

    /// <summary>Why no endpoint can be told, as a code; null when one can.</summary>
    public string? EndpointProblem =>
        string.IsNullOrEmpty(ServiceURL) ? (RegionEndpoint is null ? "no_region" : null)
        : UseFIPSEndpoint || UseDualstackEndpoint ? "endpoint_conflict"
        : null;

    public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(Url());

    public override Endpoint DetermineServiceOperationEndpoint(
        ServiceOperationEndpointParameters parameters
    ) => new(Url());

    /// <summary>Accepts a missing region: <see cref="EndpointProblem"/> tells of it at the call.</summary>
    public override void Validate() { }

    string Url()
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

    /// <summary>Not AWS_DEFAULTS_MODE: it chooses timeouts, and those are set above.</summary>
    sealed class FixedDefaults : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(
            RegionEndpoint clientRegion,
            DefaultConfigurationMode? requestedConfigurationMode = null
        ) =>
            new DefaultConfiguration
            {
                Name = DefaultConfigurationMode.Standard,
                RetryMode = RequestRetryMode.Standard,
            };
    }
}
