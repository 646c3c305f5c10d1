using System.Collections.Immutable;
using Impressions.Core.Personalize;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>
/// Decides whether a call is taken: by caller, rate, content and the calls before. Safe from any
/// thread.
/// </summary>
/// <remarks>
/// An unknown tracking id and an eleventh event type are refused as invalid input. The service documents the
/// tracking id as required and the types as a quota, not its answer to either: the answer is this endpoint's choice.
/// </remarks>
sealed class PutEventsAdmission(PersonalizeEndpointOptions options)
{
    readonly SignatureVerifier _signature = new(options.Identity, options.Time);
    readonly CallRate _rate = new(options.CallsPerSecond, options.Time);
    readonly Lock _lock = new();
    ImmutableHashSet<string> _eventTypes = [];

    /// <returns>Null when the call is taken.</returns>
    public Refusal? Admit(HttpRequest http, ReadOnlySpan<byte> body, PutEventsVerdict verdict)
    {
        if (_signature.Verify(http, body) is { } unsigned)
        {
            return unsigned;
        }

        lock (_lock)
        {
            if (!_rate.TryTake())
            {
                return new Refusal(400, "ThrottlingException", "Rate exceeded");
            }

            return verdict.Refusal ?? CheckKnown(verdict.Request!);
        }
    }

    Refusal? CheckKnown(ReceivedRequest request)
    {
        if (request.TrackingId != options.TrackingId)
        {
            return Refusal.Invalid("Tracking id does not exist");
        }

        var eventTypes = _eventTypes.Union(request.Events.Select(entry => entry.EventType));
        if (eventTypes.Count > PersonalizeLimits.MaxEventTypes)
        {
            return Refusal.Invalid($"More than {PersonalizeLimits.MaxEventTypes} distinct event types");
        }

        _eventTypes = eventTypes;
        return null;
    }
}
