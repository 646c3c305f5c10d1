using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class CallAdviceTests
{
    [Theory]
    [InlineData("no_credentials", "AWS_ACCESS_KEY_ID")]
    [InlineData("no_region", "AWS_REGION")]
    [InlineData("unknown_host", "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS")]
    [InlineData("endpoint_conflict", "AWS_USE_FIPS_ENDPOINT")]
    [InlineData("AccessDenied", "personalize:PutEvents")]
    [InlineData("AccessDeniedException", "personalize:PutEvents")]
    [InlineData("NotAuthorized", "personalize:PutEvents")]
    [InlineData("ExpiredToken", "expired")]
    [InlineData("ExpiredTokenException", "expired")]
    [InlineData("TokenRefreshRequired", "expired")]
    [InlineData("UnrecognizedClientException", "AWS_SESSION_TOKEN")]
    [InlineData("InvalidSignatureException", "AWS_SESSION_TOKEN")]
    [InlineData("ResourceNotFoundException", "PERSONALIZE_TRACKING_ID")]
    [InlineData("InvalidInputException", "PERSONALIZE_TRACKING_ID")]
    [InlineData("ValidationException", "PERSONALIZE_TRACKING_ID")]
    [InlineData("SubscriptionRequiredException", "not signed up")]
    [InlineData("ServiceQuotaExceededException", "the set-up")]
    [InlineData("tls", "TLS")]
    [InlineData("http_407", "HTTPS_PROXY")]
    [InlineData("http_403", "firewall")]
    [InlineData("UnknownOperationException", "AWS_ENDPOINT_URL")]
    public void For_Interactions_NamesTheCause(string code, string expected)
    {
        var advice = CallAdvice.For(CallPurpose.Interactions, code);

        Assert.Contains(expected, advice, StringComparison.Ordinal);
        Assert.StartsWith(CallAdvice.NoCallCanSucceed, advice, StringComparison.Ordinal);
        Assert.EndsWith(".", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", "s3:PutObject")]
    [InlineData("NoSuchBucket", "DEAD_LETTER_BUCKET")]
    [InlineData("PermanentRedirect", "another region")]
    [InlineData("unknown_host", "AWS_ENDPOINT_URL_S3")]
    [InlineData("SlowDown", "may pass")]
    [InlineData("ServiceUnavailable", "may pass")]
    [InlineData("InternalError", "may pass")]
    [InlineData("connection", "may pass")]
    [InlineData("http_502", "may pass")]
    [InlineData("InvalidBucketName", "DEAD_LETTER_BUCKET")]
    [InlineData("AllAccessDisabled", "AWS Support")]
    [InlineData("KMS.DisabledException", "kms:GenerateDataKey")]
    [InlineData("KMS.KMSInvalidStateException", "kms:GenerateDataKey")]
    [InlineData("InvalidRequest", "the set-up")]
    [InlineData("ObjectLockConfigurationNotFoundError", "the set-up")]
    [InlineData("tls", "AWS_ENDPOINT_URL_S3")]
    [InlineData(CallAdvice.TooLarge, "batches smaller")]
    public void For_DeadLetters_NamesTheCause(string code, string expected) =>
        Assert.Contains(expected, CallAdvice.For(CallPurpose.DeadLetters, code), StringComparison.Ordinal);

    [Theory]
    [InlineData("http_407")]
    [InlineData("http_403")]
    [InlineData("UnknownOperationException")]
    [InlineData("tls")]
    [InlineData("ResourceNotFoundException")]
    [InlineData("ConflictException")]
    public void For_CauseThatIsNotTheKey_DoesNotBlameCredentials(string code) =>
        Assert.DoesNotContain(
            "credentials",
            CallAdvice.For(CallPurpose.Interactions, code),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("AccessDeniedException", "personalize:PutUsers")]
    [InlineData("ResourceNotFoundException", "USERS_DATASET_ARN")]
    [InlineData("InvalidInputException", "USER_METADATA")]
    [InlineData("http_503", "next event")]
    public void For_Metadata_NamesTheCause(string code, string expected) =>
        Assert.Contains(expected, CallAdvice.For(CallPurpose.Metadata, code), StringComparison.Ordinal);

    [Theory]
    [InlineData("AccessDeniedException", "dynamodb:UpdateItem")]
    [InlineData("ResourceNotFoundException", "IMPRESSION_TABLE")]
    [InlineData("ValidationException", "recommendation_id")]
    [InlineData("too_many_keys", "batches smaller")]
    [InlineData("unknown_host", "AWS_ENDPOINT_URL_DYNAMODB")]
    [InlineData("timeout", "may pass")]
    public void For_Table_NamesTheCause(string code, string expected) =>
        Assert.All(
            [CallPurpose.ShownItems, CallPurpose.Clicks],
            purpose => Assert.Contains(expected, CallAdvice.For(purpose, code), StringComparison.Ordinal)
        );
}
