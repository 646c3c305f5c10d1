using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Impressions.Cli.Aws;

/// <summary>AWS Signature Version 4 of any request; the function's own signs its calls only.</summary>
static class RequestSignature
{
    const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the headers of the signature: host and every <c>x-amz</c> header are signed.</summary>
    /// <param name="request">Its query in order of names, escaped.</param>
    public static void Add(
        HttpRequestMessage request,
        byte[] body,
        ImmutableCredentials credentials,
        string region,
        string service,
        DateTimeOffset now
    )
    {
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        _ = request.Headers.TryAddWithoutValidation("x-amz-date", date);
        if (credentials.UseToken)
        {
            _ = request.Headers.TryAddWithoutValidation("x-amz-security-token", credentials.Token);
        }

        var url = request.RequestUri!;
        var signed = request
            .Headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value)))
            .Append((Name: "host", Value: url.Authority))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', signed.Select(header => header.Name));
        var headers = string.Concat(signed.Select(header => $"{header.Name}:{header.Value}\n"));
        var query = url.Query.TrimStart('?');
        var canonical =
            $"{request.Method}\n{url.AbsolutePath}\n{query}\n{headers}\n{names}\n{Hex(SHA256.HashData(body))}";

        var scope = $"{date[..8]}/{region}/{service}/aws4_request";
        var text = $"{Algorithm}\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey), Hmac);
        _ = request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={Hex(Hmac(key, text))}"
        );
    }

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
