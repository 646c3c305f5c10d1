using Impressions.Core.Delivery;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Function.Attempts;

/// <summary>What Personalize, or whoever stands before it, refuses: of every host's attempt.</summary>
public abstract class AttemptRefusalTests : AttemptTests
{
    [Theory]
    [InlineData("x-amzn-ErrorType: ThrottlingException:http://internal.amazon.com/\r\n", "{}")]
    [InlineData("", """{"__type":"com.amazon.personalize#ThrottlingException","message":"Rate exceeded"}""")]
    [InlineData("", """{"code":"ThrottlingException"}""")]
    public async Task PutEventsAsync_ThrottledBy400_IsAThrottle(string headers, string body)
    {
        var answer = await AnswerAsync(Reply.Status(400, body, headers));

        Assert.Equal(new(CallOutcome.Unavailable, "ThrottlingException", Attempts: 1, Throttles: 1), answer);
    }

    [Theory]
    [InlineData(400, "InvalidInputException", CallOutcome.Rejected)]
    [InlineData(400, "ValidationException", CallOutcome.Rejected)]
    [InlineData(403, "AccessDeniedException", CallOutcome.Misconfigured)]
    [InlineData(403, "ExpiredTokenException", CallOutcome.Misconfigured)]
    [InlineData(404, "ResourceNotFoundException", CallOutcome.Misconfigured)]
    [InlineData(402, "SubscriptionRequiredException", CallOutcome.Misconfigured)]
    [InlineData(409, "ConflictException", CallOutcome.Misconfigured)]
    [InlineData(403, "InvalidSignatureException", CallOutcome.Misconfigured)]
    [InlineData(403, "RequestTimeTooSkewed", CallOutcome.Unavailable)]
    public async Task PutEventsAsync_Refused_SaysWhy(int status, string code, object outcome)
    {
        var answer = await AnswerAsync(
            Reply.Status(status, $$"""{"message":"user-4711"}""", $"x-amzn-ErrorType: {code}\r\n")
        );

        Assert.Equal(new((CallOutcome)outcome, code, Attempts: 1, Throttles: 0), answer);
    }

    /// <summary>The page of a proxy or a login, whatever its status.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(226)]
    public async Task PutEventsAsync_Page_IsNoAcceptance(int status)
    {
        var answer = await AnswerAsync(
            Reply.Status(status, "<html>Sign in, user-4711</html>", "Content-Type: text/html\r\n")
        );

        Assert.Equal((CallOutcome.Unavailable, 0), (answer.Outcome, answer.Throttles));
    }

    [Theory]
    [InlineData(500, "InternalFailure", "InternalFailure")]
    [InlineData(503, "", "http_503")]
    public async Task PutEventsAsync_ServerError_IsUnavailable(int status, string type, string code)
    {
        var answer = await AnswerAsync(Reply.Status(status, $$"""{"__type":"{{type}}"}"""));

        Assert.Equal(new(CallOutcome.Unavailable, code, Attempts: 1, Throttles: 0), answer);
    }

    [Theory]
    [InlineData("Signature expired: 20261201T000000Z is now earlier than 20261201T001000Z")]
    [InlineData("Signature not yet current: 20261201T001000Z is still later than 20261201T000500Z")]
    public async Task PutEventsAsync_SignatureOfAnotherTime_IsTheClocks(string message)
    {
        var answer = await AnswerAsync(
            Reply.Status(
                403,
                $$"""{"message":"{{message}}"}""",
                "x-amzn-ErrorType: InvalidSignatureException\r\n"
            )
        );

        Assert.Equal((CallOutcome.Unavailable, CallErrors.ClockSkew), (answer.Outcome, answer.Code));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(226)]
    public async Task PutEventsAsync_SuccessThatIsNot200_IsUnavailable(int status)
    {
        var answer = await AnswerAsync(Reply.Status(status));

        Assert.Equal((CallOutcome.Unavailable, $"http_{status}"), (answer.Outcome, answer.Code));
    }

    [Fact]
    public async Task PutEventsAsync_429WithoutCode_IsAThrottle()
    {
        var answer = await AnswerAsync(Reply.Status(429));

        Assert.Equal(new(CallOutcome.Unavailable, "http_429", Attempts: 1, Throttles: 1), answer);
    }

    [Theory] // from whatever stands between us and Personalize
    [InlineData(502, "text/html", "<html><body>user-4711<br></html>")]
    [InlineData(400, "text/html", "<html><body>user-4711<br></html>")]
    [InlineData(404, "text/plain", "user-4711")]
    [InlineData(307, "text/plain", "")]
    [InlineData(500, "application/json", """{"__type":"not a code: user-4711"}""")]
    [InlineData(400, "application/json", """{"__type":4711,"message":"user""")]
    public async Task PutEventsAsync_ForeignAnswer_IsUnavailableByStatusAlone(
        int status,
        string type,
        string body
    )
    {
        var answer = await AnswerAsync(
            Reply.Status(status, body, $"Content-Type: {type}\r\nLocation: /elsewhere\r\n")
        );

        Assert.Equal((CallOutcome.Unavailable, $"http_{status}"), (answer.Outcome, answer.Code));
    }
}
