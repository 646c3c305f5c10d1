using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Support;

/// <summary>Sends a PutEvents call to a local endpoint, signed with its identity.</summary>
static class SignedCall
{
    public static async Task<HttpResponseMessage> PutEventsAsync(
        this HttpClient client,
        PersonalizeEndpoint endpoint,
        string body,
        SigningIdentity? identity = null,
        DateTimeOffset? signedAt = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Address, "events"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        Sign(request, body, identity ?? SigningIdentity.Local, signedAt ?? TimeProvider.System.GetUtcNow());
        return await client.SendAsync(request);
    }

    static void Sign(
        HttpRequestMessage request,
        string body,
        SigningIdentity identity,
        DateTimeOffset signedAt
    )
    {
        var timestamp = signedAt.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{timestamp[..8]}/{identity.Region}/personalize/aws4_request";
        var canonicalRequest =
            $"POST\n/events\n\nhost:{request.RequestUri!.Authority}\nx-amz-date:{timestamp}\n\nhost;x-amz-date\n{Hash(body)}";
        var key = scope
            .Split('/')
            .Aggregate(
                Encoding.UTF8.GetBytes("AWS4" + identity.SecretAccessKey),
                (current, part) => HMACSHA256.HashData(current, Encoding.UTF8.GetBytes(part))
            );
        var text = $"AWS4-HMAC-SHA256\n{timestamp}\n{scope}\n{Hash(canonicalRequest)}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.Add("X-Amz-Date", timestamp);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={identity.AccessKeyId}/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}"
        );
    }

    static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
