using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Impressions.Cli.Aws;

/// <summary>An AWS service that the tool reads from, without a package of its own.</summary>
/// <param name="Id">Its service id, upper case with underscores: <c>AWS_ENDPOINT_URL_{Id}</c> names another endpoint.</param>
/// <param name="Host">The first label of its host name.</param>
/// <param name="SigningName">In signatures.</param>
/// <param name="Target">In front of an operation in header <c>X-Amz-Target</c>; empty where the service has no such header.</param>
/// <param name="JsonVersion">Of <c>application/x-amz-json-…</c>.</param>
sealed record AwsService(
    string Id,
    string Host,
    string SigningName,
    string Target = "",
    string JsonVersion = "1.1"
)
{
    public static readonly AwsService CloudFormation = new(
        "CLOUDFORMATION",
        "cloudformation",
        "cloudformation"
    );

    public static readonly AwsService CloudWatch = new(
        "CLOUDWATCH",
        "monitoring",
        "monitoring",
        "GraniteServiceVersion20100801",
        "1.0"
    );

    /// <summary>Global: one endpoint for all regions of the partition, signed for its first one.</summary>
    public static readonly AwsService Iam = new("IAM", "iam", "iam") { SigningRegion = "us-east-1" };

    public static readonly AwsService Kinesis = new("KINESIS", "kinesis", "kinesis", "Kinesis_20131202");

    public static readonly AwsService Lambda = new("LAMBDA", "lambda", "lambda");

    public static readonly AwsService Personalize = new(
        "PERSONALIZE",
        "personalize",
        "personalize",
        "AmazonPersonalize"
    );

    /// <summary>Null for the region that is asked about.</summary>
    public string? SigningRegion { get; init; }

    /// <summary>By AWS's standard variables and profile.</summary>
    /// <exception cref="AmazonClientException">A variable holds no region name or no URL.</exception>
    public Uri Endpoint(string region)
    {
        var config = new Config(this);
        if (config.ServiceURL is { Length: > 0 } url)
        {
            return new Uri(url);
        }

        var suffix = Amazon.RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        return new Uri(
            SigningRegion is null ? $"https://{Host}.{region}.{suffix}" : $"https://{Host}.{suffix}"
        );
    }

    /// <summary>Finds endpoints as the SDK does.</summary>
    sealed class Config : ClientConfig
    {
        public Config(AwsService service)
            : base(new FixedDefaults())
        {
            ServiceId = service.Id.Replace('_', ' ');
            RegionEndpointServiceName = service.Host;
        }

        public override string ServiceVersion => "";

        public override string RegionEndpointServiceName { get; }

        public override string UserAgent => "impressions";

        public override Endpoint DetermineServiceOperationEndpoint(
            ServiceOperationEndpointParameters parameters
        ) => new(ServiceURL);

        sealed class FixedDefaults : IDefaultConfigurationProvider
        {
            public IDefaultConfiguration GetDefaultConfiguration(
                Amazon.RegionEndpoint clientRegion,
                DefaultConfigurationMode? requestedConfigurationMode = null
            ) => new DefaultConfiguration { Name = DefaultConfigurationMode.Standard };
        }
    }
}
