namespace Impressions;

/// <summary>What became of one PutEvents call.</summary>
enum PutEventsOutcome : byte
{
    /// <summary>Personalize took every interaction of the batch (HTTP 200).</summary>
    Accepted,

    /// <summary>Not now, perhaps later: throttled, broken, too slow. Its records are delivered again.</summary>
    Unavailable,

    /// <summary>
    /// No call can succeed until somebody mends the set-up (permission, credentials, host), so calling stops and
    /// every unsent record is delivered again.
    /// </summary>
    Misconfigured,

    /// <summary>Never will be taken as it is; sending it again is pointless.</summary>
    Rejected,
}
