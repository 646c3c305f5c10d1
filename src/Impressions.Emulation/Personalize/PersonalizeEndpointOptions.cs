using Impressions.Core.Personalize;
using Impressions.Emulation.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>How the local endpoint behaves; every default is as strict as the service is known to be.</summary>
sealed record PersonalizeEndpointOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    public SigningIdentity Identity { get; init; } = SigningIdentity.Local;

    /// <summary>The one event tracker that exists.</summary>
    public string TrackingId { get; init; } = "11111111-2222-3333-4444-555555555555";

    /// <summary>
    /// Error code for a broken constraint of the API model; <c>ValidationException</c> is the other one that the
    /// service may be using.
    /// </summary>
    public string ViolationCode { get; init; } = Refusal.InvalidInput;

    /// <summary>More calls within any second are throttled (calls).</summary>
    public int CallsPerSecond { get; init; } = PersonalizeLimits.CallsPerSecond;

    /// <summary>Passes before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// The fault plan: gets the number of the call (from 1) and its request if it could be read, on several threads
    /// at once; null lets the call be.
    /// </summary>
    public Func<int, ReceivedRequest?, Fault?> Faults { get; init; } = (_, _) => null;

    /// <summary>As <see cref="Faults"/>, for PutUsers and PutItems by the number of their call.</summary>
    public Func<int, Fault?> MetadataFaults { get; init; } = _ => null;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
