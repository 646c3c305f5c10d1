using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Impressions;

/// <summary>
/// Personalize's PutEvents on the AWS SDK's own core: its credentials, signatures and endpoints, without the
/// object model of its service package, since the body is JSON already, and without its retries, since each call
/// would be repeated for itself there. Safe for concurrent calls.
/// </summary>
/// <param name="config">Endpoint and timeout.</param>
/// <param name="credentials">Null: the SDK's default chain, searched at the first call.</param>
sealed class PutEventsClient(PutEventsConfig config, AWSCredentials? credentials = null)
    : AmazonServiceClient(credentials, config)
{
    const string MetadataDisabled = "AWS_EC2_METADATA_DISABLED";

    static readonly InvokeOptions PutEvents = new()
    {
        RequestMarshaller = new PutEventsMarshaller(),
        ResponseUnmarshaller = new PutEventsUnmarshaller(),
    };

    /// <summary>
    /// Set up by AWS's standard variables and profile: <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_PERSONALIZE_EVENTS</c>,
    /// <c>AWS_ENDPOINT_URL</c>, <c>AWS_USE_FIPS_ENDPOINT</c>, <c>AWS_ACCESS_KEY_ID</c> and the rest.
    /// </summary>
    /// <param name="concurrency">Calls at a time.</param>
    /// <exception cref="AmazonClientException">A variable holds no region name or no URL.</exception>
    public static PutEventsClient FromEnvironment(int concurrency)
    {
        // Neither Lambda nor a laptop has EC2 metadata: asking for it costs seconds, at each call, where credentials
        // or region are missing. Who runs this on EC2 sets the variable to false.
        if (Environment.GetEnvironmentVariable(MetadataDisabled) is null)
        {
            Environment.SetEnvironmentVariable(MetadataDisabled, "true");
        }

        var config = new PutEventsConfig(concurrency);
        // Else the SDK signs for a region guessed from a custom endpoint's name. Asked for before any endpoint, since
        // the SDK forgets that endpoint when it finds the region later.
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName;
        return new(config);
    }

    /// <summary>Makes one attempt to send a batch. Whatever fails is an outcome, not an exception.</summary>
    /// <param name="body">The request's JSON; must not change before the attempt is over.</param>
    /// <param name="cancellation">The deadline: ends the attempt.</param>
    public async Task<PutEventsAnswer> PutEventsAsync(
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        if (config.EndpointProblem is { } problem)
        {
            return new(PutEventsOutcome.Misconfigured, problem, Attempts: 0, Throttles: 0);
        }

        var request = new PutEventsRequest(body);
        var (outcome, code) = await SendAsync(request, cancellation).ConfigureAwait(false);
        return new(outcome, code, request.Attempts, request.Throttles);
    }

    async Task<(PutEventsOutcome Outcome, string Code)> SendAsync(
        PutEventsRequest request,
        CancellationToken cancellation
    )
    {
        try
        {
            await InvokeAsync<AmazonWebServiceResponse>(request, PutEvents, cancellation)
                .ConfigureAwait(false);
            return (PutEventsOutcome.Accepted, "");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (PutEventsOutcome.Unavailable, "deadline");
        }
#pragma warning disable CA1031 // one call's failure, of whatever kind, must not lose the outcomes of the calls beside it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return PutEventsFailure.Explain(failure);
        }
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.RemoveHandler<RetryHandler>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());
        pipeline.AddHandlerAfter<Signer>(new AttemptTally());
    }

    sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }

    /// <summary>Stands before the network: what fails ahead of it, as missing credentials do, is no attempt.</summary>
    sealed class AttemptTally : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = (PutEventsRequest)executionContext.RequestContext.OriginalRequest;
            request.Attempts++;
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (AmazonServiceException refusal)
                when (PutEventsErrors.IsThrottling(refusal.ErrorCode, (int)refusal.StatusCode))
            {
                request.Throttles++;
                throw;
            }
        }
    }
}
