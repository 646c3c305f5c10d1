using Amazon.PersonalizeEvents.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.PersonalizeEvents;

public interface IAmazonPersonalizeEvents : IAmazonService, IDisposable
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonPersonalizeEventsConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(
        AWSCredentials awsCredentials,
        ClientConfig clientConfig
    ) => new AmazonPersonalizeEventsClient(awsCredentials, (AmazonPersonalizeEventsConfig)clientConfig);

    Task<PutEventsResponse> PutEventsAsync(
        PutEventsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<PutItemsResponse> PutItemsAsync(
        PutItemsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<PutUsersResponse> PutUsersAsync(
        PutUsersRequest request,
        CancellationToken cancellationToken = default
    );
}

public class AmazonPersonalizeEventsConfig : ClientConfig
{
    public AmazonPersonalizeEventsConfig()
        : base(
            new DefaultConfigurationProvider([
                new DefaultConfiguration
                {
                    Name = DefaultConfigurationMode.Standard,
                    RetryMode = RequestRetryMode.Standard,
                },
            ])
        )
    {
        ServiceId = "Personalize Events";
        AuthenticationServiceName = "personalize";
        EndpointProvider = new Endpoints(this);
    }

    public override string RegionEndpointServiceName => "personalize-events";

    public override string ServiceVersion => "2018-03-22";

    public override string UserAgent => "aws-sdk-dotnet-stand-in";

    public override Endpoint DetermineServiceOperationEndpoint(
        ServiceOperationEndpointParameters parameters
    ) =>
        new(
            string.IsNullOrEmpty(ServiceURL)
                ? $"https://personalize-events.{RegionEndpoint.SystemName}.{RegionEndpoint.PartitionDnsSuffix}"
                : ServiceURL
        );

    sealed class Endpoints(AmazonPersonalizeEventsConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) =>
            config.DetermineServiceOperationEndpoint(null);
    }
}

/// <summary>The pipeline, the signatures and the errors are those of the SDK's core.</summary>
public class AmazonPersonalizeEventsClient : AmazonServiceClient, IAmazonPersonalizeEvents
{
    public AmazonPersonalizeEventsClient(AmazonPersonalizeEventsConfig config)
        : base(config) { }

    public AmazonPersonalizeEventsClient(
        AWSCredentials credentials,
        AmazonPersonalizeEventsConfig clientConfig
    )
        : base(credentials, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    public virtual Task<PutEventsResponse> PutEventsAsync(
        PutEventsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<PutEventsResponse>(request, JsonOperation.PutEvents, cancellationToken);

    public virtual Task<PutItemsResponse> PutItemsAsync(
        PutItemsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<PutItemsResponse>(request, JsonOperation.PutItems, cancellationToken);

    public virtual Task<PutUsersResponse> PutUsersAsync(
        PutUsersRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<PutUsersResponse>(request, JsonOperation.PutUsers, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EndpointOfConfig());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());
    }

    sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "Personalize Events";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    /// <summary>Its provider knows all that it goes by.</summary>
    sealed class EndpointOfConfig : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }
}
