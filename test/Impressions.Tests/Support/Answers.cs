namespace Impressions.Tests;

/// <summary>Answers of the service to one batch.</summary>
static class Answers
{
    public static readonly PutEventsAnswer Accepted = new(
        PutEventsOutcome.Accepted,
        "",
        Attempts: 1,
        Throttles: 0
    );

    public static readonly PutEventsAnswer Rejected = new(
        PutEventsOutcome.Rejected,
        "InvalidInputException",
        Attempts: 1,
        Throttles: 0
    );

    public static readonly PutEventsAnswer Unavailable = new(
        PutEventsOutcome.Unavailable,
        "InternalFailure",
        Attempts: 1,
        Throttles: 0
    );

    public static readonly PutEventsAnswer Throttled = new(
        PutEventsOutcome.Unavailable,
        "ThrottlingException",
        Attempts: 1,
        Throttles: 1
    );

    public static readonly PutEventsAnswer Misconfigured = new(
        PutEventsOutcome.Misconfigured,
        "AccessDeniedException",
        Attempts: 1,
        Throttles: 0
    );
}
