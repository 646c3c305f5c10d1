using Amazon.PersonalizeEvents;
using Amazon.PersonalizeEvents.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Impressions.Aws;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Personalize;

namespace Impressions.ClassLibrary;

/// <summary>Calls Personalize by AWS's own client. Safe for concurrent calls.</summary>
sealed class PersonalizeSender(IAmazonPersonalizeEvents personalize, ImpressionsOptions options)
{
    /// <summary>For one attempt, from connecting to the last byte of its answer.</summary>
    static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Set up by AWS's standard variables, as <see cref="PersonalizeAccess.FromEnvironment"/>.</summary>
    /// <param name="concurrency">Calls, and so connections, at a time.</param>
    public static AmazonPersonalizeEventsConfig Configure(int concurrency)
    {
        InstanceMetadata.DoWithout();
        var config = new AmazonPersonalizeEventsConfig
        {
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 0, // calls are repeated where the deadline and the calls beside this one are known
            MaxStaleConnectionRetries = 0,
            Timeout = AttemptTimeout,
            MaxConnectionsPerServer = concurrency,
            HttpClientFactory = new RehearsingHttpClientFactory(),
            DisableLogging = true, // its messages quote answers
        };
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName; // before any endpoint, see PersonalizeConfig
        return config;
    }

    /// <summary>AWS's client by the environment, its credentials found here and not at each call.</summary>
    /// <inheritdoc cref="Configure"/>
    public static AmazonPersonalizeEventsClient Open(int concurrency)
    {
        var config = Configure(concurrency);
        try
        {
            return new(DefaultAWSCredentialsIdentityResolver.GetCredentials(config), config);
        }
        catch (AmazonClientException)
        {
            return new(config); // there are none: looked for again by each call, whose outcome then says so
        }
    }

    /// <summary>Does ahead of the first call what would hold it up; nothing is sent to Personalize.</summary>
    /// <param name="cancellation">Ends it early.</param>
    public Task PrepareAsync(CancellationToken cancellation) =>
        RehearsingHttpClientFactory.RehearseAsync(() =>
            PutEventsAsync(
                new()
                {
                    TrackingId = options.TrackingId,
                    SessionId = "-",
                    EventList = [new() { EventType = "-", SentAt = DateTime.UnixEpoch }],
                },
                cancellation
            )
        );

    /// <summary>The call of a batch.</summary>
    public PutEventsRequest Write(Batch batch) =>
        new()
        {
            TrackingId = options.TrackingId,
            UserId = batch.UserId,
            SessionId = batch.SessionId,
            EventList = [.. batch.Entries.Select(entry => Write(entry.Interaction))],
        };

    /// <summary>Makes one attempt to send a batch. Whatever fails is an outcome, not an exception.</summary>
    /// <param name="cancellation">The deadline: ends the attempt.</param>
    public Task<CallAnswer> PutEventsAsync(PutEventsRequest request, CancellationToken cancellation) =>
        AttemptAsync(
            async () => await personalize.PutEventsAsync(request, cancellation).ConfigureAwait(false),
            cancellation
        );

    /// <summary>Makes one attempt to send metadata of users or items.</summary>
    /// <inheritdoc cref="PutEventsAsync"/>
    public Task<CallAnswer> PutMetadataAsync(MetadataCall call, CancellationToken cancellation) =>
        AttemptAsync(
            async () =>
                call.Dataset == Dataset.Users
                    ? await personalize.PutUsersAsync(UsersOf(call), cancellation).ConfigureAwait(false)
                    : await personalize.PutItemsAsync(ItemsOf(call), cancellation).ConfigureAwait(false),
            cancellation
        );

    static async Task<CallAnswer> AttemptAsync(
        Func<Task<AmazonWebServiceResponse>> attempt,
        CancellationToken cancellation
    )
    {
        try
        {
            // Not waited for beyond the deadline: finding credentials may block, whatever the token says.
            var answer = await Task.Run(attempt, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            var status = (int)answer.HttpStatusCode;
            return status == 200
                ? new(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0)
                : new(CallOutcome.Unavailable, $"http_{status}", Attempts: 1, Throttles: 0);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new(CallOutcome.Unavailable, "deadline", Attempts: 1, Throttles: 0);
        }
#pragma warning disable CA1031 // one call's failure, of whatever kind, must not lose the outcomes of the calls beside it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var (outcome, code) = AwsFailure.Explain(failure);
            var status = failure is AmazonServiceException refusal ? (int)refusal.StatusCode : 0;
            return new(outcome, code, Attempts: 1, CallErrors.IsThrottling(code, status) ? 1 : 0);
        }
    }

    PutUsersRequest UsersOf(MetadataCall call) =>
        new()
        {
            DatasetArn = options.Users!.Arn,
            Users =
            [
                .. call.Entries.Select(entry => new User
                {
                    UserId = entry.Id,
                    Properties = entry.Properties,
                }),
            ],
        };

    PutItemsRequest ItemsOf(MetadataCall call) =>
        new()
        {
            DatasetArn = options.Items!.Arn,
            Items =
            [
                .. call.Entries.Select(entry => new Item
                {
                    ItemId = entry.Id,
                    Properties = entry.Properties,
                }),
            ],
        };

    static Event Write(Interaction interaction) =>
        new()
        {
            EventId = interaction.EventId,
            EventType = interaction.EventType,
            EventValue = interaction.EventValue,
            ItemId = interaction.ItemId,
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(interaction.SentAtMilliseconds).UtcDateTime,
            RecommendationId = interaction.RecommendationId,
            Impression = interaction.Impression is { } impression ? [.. impression] : null,
            Properties = interaction.Properties,
            MetricAttribution = interaction.AttributionSource is { } source
                ? new() { EventAttributionSource = source }
                : null,
        };
}
