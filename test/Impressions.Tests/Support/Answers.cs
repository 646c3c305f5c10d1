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
        "ThrottlingException",
        Attempts: 3,
        Throttles: 3
    );

    public static readonly PutEventsAnswer Misconfigured = new(
        PutEventsOutcome.Misconfigured,
        "AccessDeniedException",
        Attempts: 1,
        Throttles: 0
    );
}
