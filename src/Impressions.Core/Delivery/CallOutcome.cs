namespace Impressions.Core.Delivery;

/// <summary>What became of one call to an AWS service.</summary>
enum CallOutcome : byte
{
    /// <summary>The service took all of it.</summary>
    Accepted,

    /// <summary>Not now, perhaps later: throttled, broken, too slow. Its records are delivered again.</summary>
    Unavailable,

    /// <summary>
    /// No call can succeed until the set-up is fixed (permission, credentials, host), so calling stops and every unsent
    /// record is delivered again.
    /// </summary>
    Misconfigured,

    /// <summary>The service will never take this call; sending it again is pointless.</summary>
    Rejected,
}
