using System.Security.Cryptography;
using System.Text;

namespace Impressions.Edge.Tests.Support;

/// <summary>AWS's signature, worked out from its specification alone, to hold the SDK's against.</summary>
static class ReferenceSignature
{
    /// <summary>
    /// Of a POST without query, in lower-case hexadecimal. Date as in <c>X-Amz-Date</c>; headers are those to sign,
    /// by their names in lower case.
    /// </summary>
    public static string Sign(
        string secret,
        string date,
        string region,
        string path,
        SortedDictionary<string, string> headers,
        ReadOnlySpan<byte> body
    )
    {
        var canonicalHeaders = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(body));
        var request = $"POST\n{path}\n\n{canonicalHeaders}\n{string.Join(';', headers.Keys)}\n{bodyHash}";

        var requestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var day = date[..8];
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{day}/{region}/personalize/aws4_request\n{requestHash}";

        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[day, region, "personalize", "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }
}

public sealed class SignatureVersion4Tests
{
    const string Body =
        """{"trackingId":"11111111-2222-3333-4444-555555555555","userId":"user-1","sessionId":"session-1","eventList":[{"eventId":"e-1","eventType":"click","sentAt":1704067200,"itemId":"item-1","eventValue":0.25,"properties":"{\"device\":\"phone\"}","impression":["item-1","item-2"],"recommendationId":"RID-12345678-1234-1234-1234-abcdefghijkl","metricAttribution":{"eventAttributionSource":"homepage"}}]}""";

    [Theory] // computed by botocore
    [InlineData("", "2e36caf0a357ef12e177b745e8fb3e88bbae84a8a0eb05a4fc19572ae8fa5076")]
    [InlineData("EXAMPLETOKEN", "a9cae5b367a125ac17a16049089998418afe1e03f3e6390b1e7a15e87b7e13dc")]
    public void Sign_KnownRequest_IsTheKnownSignature(string token, string expected)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/json",
            ["host"] = "personalize-events.us-east-1.amazonaws.com",
            ["x-amz-date"] = "20240101T000000Z",
        };
        if (token is not "")
        {
            headers["x-amz-security-token"] = token;
        }

        var signature = ReferenceSignature.Sign(
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "20240101T000000Z",
            "us-east-1",
            "/events",
            headers,
            Encoding.UTF8.GetBytes(Body)
        );

        Assert.Equal(expected, signature);
    }
}
