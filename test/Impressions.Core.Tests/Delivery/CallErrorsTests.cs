using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class CallErrorsTests
{
    [Theory]
    [InlineData("ThrottlingException", 400, CallOutcome.Unavailable)]
    [InlineData("", 429, CallOutcome.Unavailable)]
    [InlineData("InternalFailure", 500, CallOutcome.Unavailable)]
    [InlineData("RequestAbortedException", 400, CallOutcome.Unavailable)]
    [InlineData("RequestExpired", 400, CallOutcome.Unavailable)]
    [InlineData("", 503, CallOutcome.Unavailable)]
    [InlineData("", 0, CallOutcome.Unavailable)]
    [InlineData("", 302, CallOutcome.Unavailable)]
    [InlineData("", 400, CallOutcome.Unavailable)] // not from Personalize, which names a code
    [InlineData("", 404, CallOutcome.Unavailable)]
    [InlineData("", 403, CallOutcome.Misconfigured)]
    [InlineData("AccessDeniedException", 400, CallOutcome.Misconfigured)]
    [InlineData("ExpiredTokenException", 403, CallOutcome.Misconfigured)]
    [InlineData("UnknownOperationException", 404, CallOutcome.Misconfigured)]
    [InlineData("InvalidInputException", 400, CallOutcome.Rejected)]
    [InlineData("ResourceNotFoundException", 404, CallOutcome.Misconfigured)]
    [InlineData("RequestEntityTooLargeException", 413, CallOutcome.Rejected)]
    [InlineData("", 200, CallOutcome.Accepted)]
    [InlineData("ThrottlingException", 429, CallOutcome.Unavailable)]
    [InlineData("Throttling", 400, CallOutcome.Unavailable)]
    [InlineData("TooManyRequestsException", 400, CallOutcome.Unavailable)]
    [InlineData("ProvisionedThroughputExceededException", 400, CallOutcome.Unavailable)]
    [InlineData("LimitExceededException", 400, CallOutcome.Unavailable)]
    [InlineData("InvalidInputException", 429, CallOutcome.Unavailable)]
    [InlineData("RequestTimeoutException", 408, CallOutcome.Unavailable)]
    [InlineData("", 408, CallOutcome.Unavailable)]
    [InlineData("", 500, CallOutcome.Unavailable)]
    [InlineData("", 502, CallOutcome.Unavailable)]
    [InlineData("SomethingNew", 503, CallOutcome.Unavailable)]
    [InlineData("AccessDeniedException", 403, CallOutcome.Misconfigured)]
    [InlineData("IncompleteSignature", 400, CallOutcome.Misconfigured)]
    [InlineData("MissingAuthenticationToken", 403, CallOutcome.Misconfigured)]
    [InlineData("NotAuthorized", 401, CallOutcome.Misconfigured)]
    [InlineData("OptInRequired", 403, CallOutcome.Misconfigured)]
    [InlineData("UnrecognizedClientException", 403, CallOutcome.Misconfigured)]
    [InlineData("SomethingNew", 403, CallOutcome.Misconfigured)]
    [InlineData("", 401, CallOutcome.Misconfigured)]
    [InlineData("", 407, CallOutcome.Misconfigured)]
    [InlineData("ValidationException", 400, CallOutcome.Rejected)]
    [InlineData("MalformedHttpRequestException", 400, CallOutcome.Misconfigured)]
    [InlineData("ResourceInUseException", 409, CallOutcome.Misconfigured)]
    [InlineData("SomethingNew", 400, CallOutcome.Misconfigured)]
    [InlineData("", 201, CallOutcome.Unavailable)]
    [InlineData("", 300, CallOutcome.Unavailable)]
    [InlineData("SomethingNew", 500, CallOutcome.Unavailable)]
    [InlineData("SomethingNew", 499, CallOutcome.Misconfigured)]
    public void Classify_Answer_IsByCodeThenByStatus(string code, int status, object expected) =>
        Assert.Equal(expected, CallErrors.Classify(code, status));

    /// <summary>Codes that AWS's SDKs and front ends know besides the above: no interaction is at fault.</summary>
    [Theory]
    [InlineData("ConflictException", 409)]
    [InlineData("CredentialsNotFoundException", 400)]
    [InlineData("DryRunOperation", 412)]
    [InlineData("EndpointDisabledException", 400)]
    [InlineData("FeatureNotEnabled", 400)]
    [InlineData("GoneException", 410)]
    [InlineData("InactiveUserException", 403)]
    [InlineData("InvalidAction", 400)]
    [InlineData("InvalidClientTokenId", 403)]
    [InlineData("InvalidEndpointException", 421)]
    [InlineData("InvalidRequestException", 400)]
    [InlineData("InvalidSignatureException", 403)]
    [InlineData("MalformedQueryString", 404)]
    [InlineData("MethodNotAllowed", 405)]
    [InlineData("MissingAction", 400)]
    [InlineData("NotFoundException", 404)]
    [InlineData("NotImplemented", 400)]
    [InlineData("OperationNotPermitted", 400)]
    [InlineData("PreconditionFailed", 412)]
    [InlineData("ResourceNotFound", 404)]
    [InlineData("ServiceQuotaExceededException", 402)]
    [InlineData("SignatureDoesNotMatch", 403)]
    [InlineData("SubscriptionRequiredException", 402)]
    [InlineData("TokenRefreshRequired", 400)]
    [InlineData("UnauthorizedAccess", 401)]
    [InlineData("UnauthorizedOperation", 403)]
    [InlineData("UnsupportedMediaTypeException", 415)]
    [InlineData("UnsupportedOperation", 400)]
    [InlineData("UnsupportedProtocol", 426)]
    public void Classify_RefusalThatBlamesNoInteraction_IsMisconfigured(string code, int status) =>
        Assert.Equal(CallOutcome.Misconfigured, CallErrors.Classify(code, status));

    [Theory]
    [InlineData("InvalidInputException", 400)]
    [InlineData("ValidationException", 400)]
    [InlineData("ValidationError", 400)]
    [InlineData("InvalidParameterValueException", 400)]
    [InlineData("SerializationException", 400)]
    [InlineData("RequestEntityTooLargeException", 413)]
    public void Classify_RefusalOfTheContent_IsRejected(string code, int status) =>
        Assert.Equal(CallOutcome.Rejected, CallErrors.Classify(code, status));

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(226)]
    public void Classify_SuccessThatIsNot200_IsUnavailable(int status) =>
        Assert.Equal(CallOutcome.Unavailable, CallErrors.Classify("", status));

    [Theory]
    [InlineData("RequestTimeTooSkewed", 403)]
    [InlineData("RequestExpired", 400)]
    [InlineData("RequestInTheFuture", 403)]
    [InlineData(CallErrors.ClockSkew, 403)]
    public void Classify_Clock_IsUnavailable(string code, int status)
    {
        Assert.True(CallErrors.IsClock(code));
        Assert.Equal(CallOutcome.Unavailable, CallErrors.Classify(code, status));
    }

    [Theory]
    [InlineData(
        "InvalidSignatureException",
        "Signature expired: 20261201T000000Z is now earlier than …",
        true
    )]
    [InlineData(
        "InvalidSignatureException",
        "Signature not yet current: 20261201T001000Z is still later",
        true
    )]
    [InlineData("SignatureDoesNotMatch", "Signature expired: 20261201T000000Z", true)]
    [InlineData("InvalidSignatureException", "The request signature we calculated does not match", false)]
    [InlineData("AccessDeniedException", "Signature expired", false)]
    public void CodeOf_Message_TellsTheClockFromTheKey(string code, string message, bool isClock) =>
        Assert.Equal(isClock ? CallErrors.ClockSkew : code, CallErrors.CodeOf(code, message));

    [Theory]
    [InlineData("ThrottlingException", 400, true)]
    [InlineData("SlowDown", 503, true)]
    [InlineData(null, 429, true)]
    [InlineData("ServiceUnavailable", 503, false)]
    [InlineData("", 400, false)]
    [InlineData("throttlingexception", 400, false)]
    public void IsThrottling_Answer_IsByCodeOr429(string? code, int status, bool expected) =>
        Assert.Equal(expected, CallErrors.IsThrottling(code, status));
}
