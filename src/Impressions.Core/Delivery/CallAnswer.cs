namespace Impressions.Core.Delivery;

/// <summary>Result of one call to an AWS service, retries included.</summary>
/// <param name="Outcome">Of the whole call: a service takes all of it or nothing.</param>
/// <param name="Code">
/// Empty when accepted. Otherwise the service's error code (<c>ThrottlingException</c>), <c>http_</c> and the status
/// where it sent none, or one of <c>deadline</c>, <c>stopped</c>, <c>timeout</c>, <c>connection</c>, <c>unknown_host</c>,
/// <c>no_credentials</c>, <c>no_region</c>, <c>endpoint_conflict</c>, <c>unexpected</c>. Safe to log and to count by.
/// </param>
/// <param name="Attempts">HTTP requests made; 0 when none could be.</param>
/// <param name="Throttles">Attempts that were refused for their rate.</param>
readonly record struct CallAnswer(CallOutcome Outcome, string Code, int Attempts, int Throttles)
{
    /// <summary>True when an attempt was refused for its rate and the call is not taken yet.</summary>
    public bool IsThrottled => Throttles > 0 && Outcome == CallOutcome.Unavailable;
}
