namespace Impressions;

/// <summary>What an error answer of an AWS service means for the call.</summary>
static class CallErrors
{
    /// <summary>
    /// By error code first, since throttling comes as HTTP 400; by status where the code says nothing. What is not
    /// known to be the batch's own fault is unavailable: such a batch may be sent again and lose nothing.
    /// </summary>
    /// <param name="code">AWS error code without namespace, empty when the answer had none.</param>
    /// <param name="status">HTTP status; 0 when no answer came.</param>
    public static CallOutcome Classify(string code, int status) =>
        code switch
        {
            _ when IsThrottling(code, status) => CallOutcome.Unavailable,

            "RequestTimeout"
            or "RequestTimeoutException"
            or "RequestAbortedException"
            or "RequestExpired" // this and the next two: signed too long before it came, as after a freeze; a retry signs anew
            or "RequestInTheFuture"
            or "RequestTimeTooSkewed"
            or "InternalFailure"
            or "InternalServerError"
            or "InternalServerException"
            or "ServiceUnavailable"
            or "ServiceUnavailableException" => CallOutcome.Unavailable,

            "AccessDenied"
            or "AccessDeniedException"
            or "AuthFailure"
            or "NotAuthorized"
            or "OptInRequired"
            or "ExpiredToken"
            or "ExpiredTokenException"
            or "UnrecognizedClientException"
            or "InvalidClientTokenId"
            or "InvalidSignatureException"
            or "SignatureDoesNotMatch"
            or "IncompleteSignature"
            or "IncompleteSignatureException"
            or "MissingAuthenticationToken"
            or "MissingAuthenticationTokenException"
            or "UnknownOperationException" => CallOutcome.Misconfigured,

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

    static CallOutcome ClassifyByStatus(string code, int status) =>
        status switch
        {
            >= 200 and < 300 => CallOutcome.Accepted,
            401 or 403 or 407 => CallOutcome.Misconfigured,
            408 => CallOutcome.Unavailable,
            // Personalize names a code when it refuses; without one, something between us and it has answered.
            >= 400 and < 500 when code.Length > 0 => CallOutcome.Rejected,
            _ => CallOutcome.Unavailable,
        };
}
