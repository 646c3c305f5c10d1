using Amazon.PersonalizeEvents;
using Amazon.PersonalizeEvents.Model;
using Amazon.Runtime;

namespace Impressions;

/// <summary>Calls Personalize by AWS's own client. Safe for concurrent calls.</summary>
sealed class PersonalizeSender(IAmazonPersonalizeEvents personalize, string trackingId)
{
    /// <summary>For one attempt, from connecting to the last byte of its answer.</summary>
    static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Set up by AWS's standard variables, as <see cref="PutEventsClient.FromEnvironment"/>.</summary>
    /// <param name="concurrency">Calls, and so connections, at a time.</param>
    public static AmazonPersonalizeEventsConfig Configure(int concurrency)
    {
        InstanceMetadata.DoWithout();
        var config = new AmazonPersonalizeEventsConfig
        {
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 0, // calls are repeated by whoever knows the deadline and the calls beside this one
            MaxStaleConnectionRetries = 0,
            Timeout = AttemptTimeout,
            MaxConnectionsPerServer = concurrency,
            HttpClientFactory = new BoundedHttpClientFactory(),
            DisableLogging = true, // its messages quote answers
        };
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName; // before any endpoint, see PutEventsConfig
        return config;
    }

    /// <summary>The call of a batch.</summary>
    public PutEventsRequest Write(Batch batch) =>
        new()
        {
            TrackingId = trackingId,
            UserId = batch.UserId,
            SessionId = batch.SessionId,
            EventList = [.. batch.Entries.Select(entry => Write(entry.Interaction))],
        };

    /// <summary>Makes one attempt to send a batch. Whatever fails is an outcome, not an exception.</summary>
    /// <param name="cancellation">The deadline: ends the attempt.</param>
    public async Task<PutEventsAnswer> PutEventsAsync(
        PutEventsRequest request,
        CancellationToken cancellation
    )
    {
        try
        {
            _ = await personalize.PutEventsAsync(request, cancellation).ConfigureAwait(false);
            return new(PutEventsOutcome.Accepted, "", Attempts: 1, Throttles: 0);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new(PutEventsOutcome.Unavailable, "deadline", Attempts: 1, Throttles: 0);
        }
#pragma warning disable CA1031 // one call's failure, of whatever kind, must not lose the outcomes of the calls beside it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var (outcome, code) = AwsFailure.Explain(failure);
            var status = failure is AmazonServiceException refusal ? (int)refusal.StatusCode : 0;
            return new(outcome, code, Attempts: 1, PutEventsErrors.IsThrottling(code, status) ? 1 : 0);
        }
    }

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
