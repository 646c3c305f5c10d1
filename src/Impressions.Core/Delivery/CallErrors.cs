namespace Impressions.Core.Delivery;

/// <summary>What an error answer of an AWS service means for the call.</summary>
static class CallErrors
{
    /// <summary>
    /// Code: the signature's date is too far from the service's time, said by the message of an answer whose own code means
    /// credentials too.
    /// </summary>
    public const string ClockSkew = "clock_skew";

    /// <summary>
    /// By error code first, since throttling comes as HTTP 400; by status where the code decides nothing. Only an answer that
    /// blames the content of the call rejects it. Every other refusal is the set-up's fault (permission, id, account,
    /// region): its calls are kept.
    /// </summary>
    /// <param name="code">AWS error code without namespace, empty when the answer had none.</param>
    /// <param name="status">HTTP status; 0 when no answer came.</param>
    public static CallOutcome Classify(string code, int status) =>
        code switch
        {
            _ when IsThrottling(code, status) || IsClock(code) => CallOutcome.Unavailable,

            "RequestTimeout"
            or "RequestTimeoutException"
            or "RequestAbortedException"
            or "InternalFailure"
            or "InternalServerError"
            or "InternalServerException"
            or "ServiceUnavailable"
            or "ServiceUnavailableException" => CallOutcome.Unavailable,

            "InvalidInputException"
            or "ValidationException"
            or "ValidationError"
            or "InvalidParameterValue"
            or "InvalidParameterValueException"
            or "SerializationException"
            or "RequestEntityTooLargeException" when status is >= 400 and < 500 => CallOutcome.Rejected,

            _ => ClassifyByStatus(code, status),
        };

    /// <summary>Refused for its rate alone: the codes on which the AWS SDK slows down, or HTTP 429.</summary>
    public static bool IsThrottling(string? code, int status) =>
        status == 429
        || code
            is "Throttling"
                or "ThrottlingException"
                or "ThrottledException"
                or "RequestThrottledException"
                or "RequestThrottled"
                or "TooManyRequestsException"
                or "ProvisionedThroughputExceededException"
                or "RequestLimitExceeded"
                or "BandwidthLimitExceeded"
                or "LimitExceededException"
                or "SlowDown"
                or "PriorRequestNotComplete"
                or "TransactionInProgressException";

    /// <summary>Refused because the clocks of the function and of the service differ, or it was signed long before it came.</summary>
    public static bool IsClock(string code) =>
        code is ClockSkew or "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture";

    /// <summary>The code, or <see cref="ClockSkew"/> where the message blames the time and not the key.</summary>
    /// <param name="message">The answer's, of whatever length.</param>
    public static string CodeOf(string code, string message) =>
        code is "InvalidSignatureException" or "SignatureDoesNotMatch"
        && (
            message.Contains("Signature expired", StringComparison.OrdinalIgnoreCase)
            || message.Contains("not yet current", StringComparison.OrdinalIgnoreCase)
        )
            ? ClockSkew
            : code;

    static CallOutcome ClassifyByStatus(string code, int status) =>
        status switch
        {
            200 => CallOutcome.Accepted,
            401 or 403 or 407 => CallOutcome.Misconfigured,
            408 => CallOutcome.Unavailable,
            // A service names a code when it refuses; without one, something between us and it has answered.
            >= 400 and < 500 when code.Length > 0 => CallOutcome.Misconfigured,
            _ => CallOutcome.Unavailable,
        };
}
