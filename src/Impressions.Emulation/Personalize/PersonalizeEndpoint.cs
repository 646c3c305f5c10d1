using Impressions.Core.Personalize;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>
/// A local Personalize Events endpoint: checks PutEvents as strictly as the service is known to, goes wrong on
/// order, and remembers every call until it is disposed.
/// </summary>
sealed class PersonalizeEndpoint : LocalEndpoint
{
    /// <summary>Twice what the events of a full call may have (bytes): enough to be refused by the right rule.</summary>
    const int MaxBodyBytes = 2 * PersonalizeLimits.MaxEventsPerCall * PersonalizeLimits.MaxEventBytes;

    readonly PersonalizeEndpointOptions _options;
    readonly PutEventsAdmission _admission;
    readonly CallLog _log = new();
    readonly MetadataEndpoint _metadata;
    int _underWay;

    PersonalizeEndpoint(PersonalizeEndpointOptions options) =>
        (_options, _admission, _metadata) = (
            options,
            new PutEventsAdmission(options),
            new MetadataEndpoint(options)
        );

    /// <summary>PutUsers and PutItems.</summary>
    public MetadataEndpoint Metadata => _metadata;

    /// <summary>Every PutEvents call so far, in order of arrival; a snapshot. Bodies beyond all bounds are not kept.</summary>
    public IReadOnlyList<PutEventsCall> Calls => _log.Snapshot();

    /// <summary>Requests that came and are not done with: neither answered nor given up by the caller.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The events of all calls that were taken; a snapshot.</summary>
    public IReadOnlyList<AcceptedEvent> Accepted => [.. AcceptedEvents.Of(Calls)];

    /// <summary>The accepted events that the service would learn from; a snapshot.</summary>
    public IReadOnlyList<AcceptedEvent> Training => [.. AcceptedEvents.ForTraining(Accepted)];

    public static async Task<PersonalizeEndpoint> StartAsync(
        PersonalizeEndpointOptions options,
        CancellationToken cancellation
    )
    {
        var endpoint = new PersonalizeEndpoint(options);
        await endpoint.ListenAsync(options.Port, cancellation).ConfigureAwait(false);
        return endpoint;
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        _ = Interlocked.Increment(ref _underWay);
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _underWay);
        }
    }

    async Task AnswerAsync(HttpContext context)
    {
        if (
            MetadataEndpoint.DatasetOf(context.Request.Path) is { } dataset
            && HttpMethods.IsPost(context.Request.Method)
        )
        {
            await _metadata.PutAsync(context, dataset).ConfigureAwait(false);
        }
        else if (!context.Request.Path.Equals("/events", StringComparison.Ordinal))
        {
            await RefuseAsync(context, new Refusal(404, "UnknownOperationException", ""))
                .ConfigureAwait(false);
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, new Refusal(405, "UnknownOperationException", ""))
                .ConfigureAwait(false);
        }
        else
        {
            await PutEventsAsync(context).ConfigureAwait(false);
        }
    }

    Task RefuseAsync(HttpContext context, Refusal refusal) =>
        EndpointAnswer.Refused(refusal).WriteAsync(context, _options.Time.GetUtcNow());

    async Task PutEventsAsync(HttpContext context)
    {
        if (await RequestBody.TryReadAsync(context, MaxBodyBytes).ConfigureAwait(false) is not { } body)
        {
            await RefuseAsync(
                    context,
                    new Refusal(413, "RequestEntityTooLargeException", "Body is too large")
                )
                .ConfigureAwait(false);
            return;
        }

        var verdict = PutEventsValidator.Validate(body, _options.ViolationCode);
        var number = _log.Add(_options.Time.GetUtcNow(), body, verdict.Request);
        await FaultyAnswer
            .WriteAsync(
                context,
                _options.Faults(number, verdict.Request),
                _options.Latency,
                _options.Time,
                () => Admit(context, number, body, verdict),
                (answer, now) => _log.MarkAnswered(number, answer, now)
            )
            .ConfigureAwait(false);
    }

    EndpointAnswer Admit(HttpContext context, int number, byte[] body, PutEventsVerdict verdict)
    {
        if (_admission.Admit(context.Request, body, verdict) is { } refusal)
        {
            return EndpointAnswer.Refused(refusal);
        }

        _log.MarkAccepted(number);
        return EndpointAnswer.Accepted;
    }
}
