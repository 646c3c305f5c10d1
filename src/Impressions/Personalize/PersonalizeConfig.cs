using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Impressions.Personalize;

/// <summary>
/// Where Personalize Events is called, as the SDK finds by all of AWS's standard variables and files: region, endpoint, FIPS
/// and profile.
/// </summary>
sealed class PersonalizeConfig : ClientConfig
{
    /// <exception cref="AmazonClientException">A variable holds no region name or no URL.</exception>
    public PersonalizeConfig()
        : base(new FixedDefaults())
    {
        ServiceId = "Personalize Events"; // hence AWS_ENDPOINT_URL_PERSONALIZE_EVENTS
        // Else a region would be guessed from a custom endpoint's name. Asked for before any endpoint, since the SDK
        // forgets that endpoint when it finds the region later.
        AuthenticationRegion = RegionEndpoint?.SystemName;
        DisableLogging = true; // its messages quote answers
    }

    public override string ServiceVersion => "2018-03-22";

    public override string RegionEndpointServiceName => "personalize-events";

    public override string UserAgent => PersonalizeClient.UserAgent;

    public string? SigningRegion => AuthenticationRegion ?? RegionEndpoint?.SystemName;

    /// <summary>Why there is no endpoint, as a code; null when there is one.</summary>
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
