using Impressions.Core.Personalize;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;
using Microsoft.AspNetCore.Http;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>
/// A Personalize that takes everything and only counts, so that what is measured is the function, and a million events
/// fit into memory. <see cref="PersonalizeEndpoint"/> is the one that checks.
/// </summary>
sealed class BenchEndpoint(TimeSpan latency) : LocalEndpoint
{
    const int MaxBodyBytes = PersonalizeLimits.MaxEventsPerCall * PersonalizeLimits.MaxEventBytes;

    long _calls;
    long _interactions;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Events of all calls.</summary>
    public long Interactions => Interlocked.Read(ref _interactions);

    public Task StartAsync(CancellationToken cancellation) => ListenAsync(port: 0, cancellation);

    protected override async Task HandleAsync(HttpContext context)
    {
        var body = await RequestBody.TryReadAsync(context, MaxBodyBytes).ConfigureAwait(false);
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        context.Response.ContentLength = 0;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return; // the function opens its connection
        }

        _ = Interlocked.Increment(ref _calls);
        _ = Interlocked.Add(ref _interactions, body.AsSpan().Count("\"eventId\":"u8));
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
