namespace Impressions.Tests;

public sealed class PutEventsErrorsTests
{
    [Theory]
    [InlineData("ThrottlingException", 400, PutEventsOutcome.Unavailable)]
    [InlineData("", 429, PutEventsOutcome.Unavailable)]
    [InlineData("InternalFailure", 500, PutEventsOutcome.Unavailable)]
    [InlineData("RequestAbortedException", 400, PutEventsOutcome.Unavailable)]
    [InlineData("RequestExpired", 400, PutEventsOutcome.Unavailable)]
    [InlineData("", 503, PutEventsOutcome.Unavailable)]
    [InlineData("", 0, PutEventsOutcome.Unavailable)]
    [InlineData("", 302, PutEventsOutcome.Unavailable)]
    [InlineData("", 400, PutEventsOutcome.Unavailable)] // not from Personalize, which names a code
    [InlineData("", 404, PutEventsOutcome.Unavailable)]
    [InlineData("", 403, PutEventsOutcome.Misconfigured)]
    [InlineData("AccessDeniedException", 400, PutEventsOutcome.Misconfigured)]
    [InlineData("ExpiredTokenException", 403, PutEventsOutcome.Misconfigured)]
    [InlineData("UnknownOperationException", 404, PutEventsOutcome.Misconfigured)]
    [InlineData("InvalidInputException", 400, PutEventsOutcome.Rejected)]
    [InlineData("ResourceNotFoundException", 404, PutEventsOutcome.Rejected)]
    [InlineData("RequestEntityTooLargeException", 413, PutEventsOutcome.Rejected)]
    [InlineData("", 200, PutEventsOutcome.Accepted)]
    public void Classify_Answer_IsByCodeThenByStatus(string code, int status, object expected) =>
        Assert.Equal(expected, PutEventsErrors.Classify(code, status));

    [Theory]
    [InlineData("ThrottlingException", 400, true)]
    [InlineData("SlowDown", 503, true)]
    [InlineData(null, 429, true)]
    [InlineData("ServiceUnavailable", 503, false)]
    [InlineData("", 400, false)]
    public void IsThrottling_Answer_IsByCodeOr429(string? code, int status, bool expected) =>
        Assert.Equal(expected, PutEventsErrors.IsThrottling(code, status));
}
