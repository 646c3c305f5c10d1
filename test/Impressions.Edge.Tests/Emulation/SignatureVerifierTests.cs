using System.Text;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Edge.Tests.Emulation;

/// <summary>
/// Two signatures of one request, each computed by AWS's Python SDK and by an independent script, and what every
/// change to that request breaks.
/// </summary>
public class SignatureVerifierTests
{
    const string Signature = "2e36caf0a357ef12e177b745e8fb3e88bbae84a8a0eb05a4fc19572ae8fa5076";
    const string SignatureWithToken = "a9cae5b367a125ac17a16049089998418afe1e03f3e6390b1e7a15e87b7e13dc";
    const string SignedHeaders = "content-type;host;x-amz-date";

    static readonly string Body = """
        {"trackingId":"11111111-2222-3333-4444-555555555555","userId":"user-1","sessionId":"session-1",
        "eventList":[{"eventId":"e-1","eventType":"click","sentAt":1704067200,"itemId":"item-1",
        "eventValue":0.25,"properties":"{\"device\":\"phone\"}","impression":["item-1","item-2"],
        "recommendationId":"RID-12345678-1234-1234-1234-abcdefghijkl",
        "metricAttribution":{"eventAttributionSource":"homepage"}}]}
        """.ReplaceLineEndings("");

    static readonly DateTimeOffset SignedAt = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly SigningIdentity Identity = new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" // the example of AWS's documentation
    );

    [Fact]
    public void Verify_LongTermKey_Passes() => Assert.Null(Verify(Identity, Signed()));

    [Fact]
    public void Verify_SessionToken_Passes() =>
        Assert.Null(Verify(Identity with { SessionToken = "EXAMPLETOKEN" }, SignedWithToken()));

    [Fact]
    public void Verify_WrongSecret_IsInvalidSignature() =>
        AssertRefused(
            403,
            "InvalidSignatureException",
            Identity with
            {
                SecretAccessKey = "other",
            },
            Signed()
        );

    [Fact]
    public void Verify_OtherRegion_IsInvalidSignature() =>
        AssertRefused(403, "InvalidSignatureException", Identity with { Region = "eu-west-1" }, Signed());

    [Fact]
    public void Verify_OtherBody_IsInvalidSignature() =>
        Assert.Equal(
            "InvalidSignatureException",
            Verify(Identity, Signed(), Body.Replace("e-1", "e-2"))?.Code
        );

    [Theory]
    [InlineData("Content-Type", "application/x-amz-json-1.1")]
    [InlineData("Host", "personalize-events.us-west-2.amazonaws.com")]
    [InlineData("X-Amz-Date", "20240101T000001Z")]
    [InlineData("X-Amz-Api-Version", "2018-03-22")] // not among the signed headers
    public void Verify_OtherHeader_IsInvalidSignature(string name, string value)
    {
        var request = Signed();
        request.Headers[name] = value;

        AssertRefused(403, "InvalidSignatureException", Identity, request);
    }

    [Fact]
    public void Verify_SpacesAroundAndWithinHeader_DoNotCount()
    {
        var request = Signed();
        request.Headers.ContentType = " application/json ";

        Assert.Null(Verify(Identity, request));
    }

    [Fact]
    public void Verify_DeclaredHashOfOtherBody_IsInvalidSignature()
    {
        var request = Signed(SignedHeaders + ";x-amz-content-sha256");
        request.Headers["X-Amz-Content-Sha256"] = "UNSIGNED-PAYLOAD";

        Assert.Contains("hash of the body", Verify(Identity, request)?.Message);
    }

    [Fact]
    public void Verify_OtherKey_IsUnrecognizedClient() =>
        AssertRefused(403, "UnrecognizedClientException", Identity with { AccessKeyId = "OTHER" }, Signed());

    [Fact]
    public void Verify_TokenNeitherExpectedNorMissing_IsUnrecognizedClient()
    {
        var withToken = Identity with { SessionToken = "EXAMPLETOKEN" };

        AssertRefused(403, "UnrecognizedClientException", withToken, Signed());
        AssertRefused(403, "UnrecognizedClientException", Identity, SignedWithToken());
    }

    [Fact]
    public void Verify_OtherToken_IsExpiredToken() =>
        AssertRefused(
            403,
            "ExpiredTokenException",
            Identity with
            {
                SessionToken = "NEWTOKEN",
            },
            SignedWithToken()
        );

    [Theory]
    [InlineData(-900, null)]
    [InlineData(900, null)]
    [InlineData(-901, "RequestExpired")]
    [InlineData(901, "RequestExpired")]
    public void Verify_ClockOff_PassesUpTo15Minutes(int seconds, string? code) =>
        Assert.Equal(code, Verify(Identity, Signed(), now: SignedAt.AddSeconds(seconds))?.Code);

    [Fact]
    public void Verify_NoAuthorization_IsMissingAuthenticationToken()
    {
        var request = Signed();
        request.Headers.Authorization = "";

        AssertRefused(403, "MissingAuthenticationTokenException", Identity, request);
    }

    [Theory]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=0")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/scope, Signature=0")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/scope, SignedHeaders=host")]
    [InlineData("X-Amz-Date", "2024-01-01T00:00:00Z")]
    [InlineData("X-Amz-Date", "")]
    public void Verify_MalformedHeader_IsIncompleteSignature(string name, string value)
    {
        var request = Signed();
        request.Headers[name] = value;

        AssertRefused(403, "IncompleteSignatureException", Identity, request);
    }

    static void AssertRefused(int status, string code, SigningIdentity identity, HttpRequest request)
    {
        var refusal = Verify(identity, request);

        Assert.Equal((status, code), (refusal?.Status, refusal?.Code));
    }

    static Refusal? Verify(
        SigningIdentity identity,
        HttpRequest request,
        string? body = null,
        DateTimeOffset? now = null
    ) =>
        new SignatureVerifier(identity, new HandClock(now ?? SignedAt)).Verify(
            request,
            Encoding.UTF8.GetBytes(body ?? Body)
        );

    static HttpRequest SignedWithToken()
    {
        var request = Signed(SignedHeaders + ";x-amz-security-token", SignatureWithToken);
        request.Headers["X-Amz-Security-Token"] = "EXAMPLETOKEN";
        return request;
    }

    static HttpRequest Signed(string signedHeaders = SignedHeaders, string signature = Signature)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Path = "/events";
        request.Headers.Host = "personalize-events.us-east-1.amazonaws.com";
        request.Headers.ContentType = "application/json";
        request.Headers["X-Amz-Date"] = "20240101T000000Z";
        request.Headers.Authorization =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240101/us-east-1/personalize/aws4_request, "
            + $"SignedHeaders={signedHeaders}, Signature={signature}";
        return request;
    }
}
