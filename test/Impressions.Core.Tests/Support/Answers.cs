using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Support;

/// <summary>Answers of the service to one batch.</summary>
static class Answers
{
    public static readonly CallAnswer Accepted = new(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0);

    public static readonly CallAnswer Rejected = new(
        CallOutcome.Rejected,
        "InvalidInputException",
        Attempts: 1,
        Throttles: 0
    );

    public static readonly CallAnswer Unavailable = new(
        CallOutcome.Unavailable,
        "InternalFailure",
        Attempts: 1,
        Throttles: 0
    );

    public static readonly CallAnswer Throttled = new(
        CallOutcome.Unavailable,
        "ThrottlingException",
        Attempts: 1,
        Throttles: 1
    );

    public static readonly CallAnswer Misconfigured = new(
        CallOutcome.Misconfigured,
        "AccessDeniedException",
        Attempts: 1,
        Throttles: 0
    );
}
