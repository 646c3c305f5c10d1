using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Http;

/// <summary>Verifies AWS Signature Version 4 of a request.</summary>
/// <param name="signingName">The service's; not always the first label of its host name.</param>
sealed class SignatureVerifier(
    SigningIdentity identity,
    TimeProvider time,
    string signingName = "personalize"
)
{
    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(15);

    /// <returns>Null when the request is signed by the identity, for this body, now.</returns>
    public Refusal? Verify(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return Forbidden("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        var timestamp = Header(request, "x-amz-date");
        if (
            !AuthorizationHeader.TryParse(authorization, out var given)
            || !TryParseTimestamp(timestamp, out var signedAt)
        )
        {
            return Forbidden("IncompleteSignatureException", "Authorization or X-Amz-Date is malformed");
        }

        if ((time.GetUtcNow() - signedAt).Duration() > ClockTolerance)
        {
            return new Refusal(400, "RequestExpired", "Request is signed for another time than now");
        }

        return CheckIdentity(given, Header(request, "x-amz-security-token"))
            ?? CheckScope(given, timestamp)
            ?? CheckSignature(given, timestamp, request, body);
    }

    static bool TryParseTimestamp(string text, out DateTimeOffset timestamp) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out timestamp
        );

    Refusal? CheckIdentity(AuthorizationHeader given, string sessionToken)
    {
        var expectedToken = identity.SessionToken ?? "";
        if (
            given.AccessKeyId != identity.AccessKeyId
            || (sessionToken.Length == 0) != (expectedToken.Length == 0)
        )
        {
            return Forbidden(
                "UnrecognizedClientException",
                "The security token included in the request is invalid"
            );
        }

        return sessionToken == expectedToken
            ? null
            : Forbidden("ExpiredTokenException", "The security token included in the request is expired");
    }

    Refusal? CheckScope(AuthorizationHeader given, string timestamp)
    {
        var expected = $"{timestamp[..8]}/{identity.Region}/{signingName}/aws4_request";
        return given.Scope == expected
            ? null
            : Invalid($"Credential should be scoped to the date, the region, {signingName} and aws4_request");
    }

    Refusal? CheckSignature(
        AuthorizationHeader given,
        string timestamp,
        HttpRequest request,
        ReadOnlySpan<byte> body
    )
    {
        var mustBeSigned = request.Headers.Keys.Where(name =>
            name.Equals("host", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
        );
        if (mustBeSigned.Except(given.SignedHeaders, StringComparer.OrdinalIgnoreCase).Any())
        {
            return Invalid("Host and all X-Amz headers must be signed");
        }

        var bodyHash = Hex(SHA256.HashData(body));
        var declaredHash = Header(request, "x-amz-content-sha256");
        if (declaredHash.Length > 0 && declaredHash != bodyHash)
        {
            return Invalid("X-Amz-Content-Sha256 is not the hash of the body");
        }

        var canonicalRequest = CanonicalRequest(request, given.SignedHeaders, bodyHash);
        var canonicalHash = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        var textToSign = $"{AuthorizationHeader.Algorithm}\n{timestamp}\n{given.Scope}\n{canonicalHash}";
        var signature = Hex(Hmac(SigningKey(given.Scope), textToSign));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.UTF8.GetBytes(given.Signature)
        )
            ? null
            : Invalid("The request signature does not match the one calculated from the request");
    }

    static string CanonicalRequest(HttpRequest request, IReadOnlyList<string> signedHeaders, string bodyHash)
    {
        var headers = signedHeaders.Select(name => $"{name}:{Canonical(Header(request, name))}\n");
        var query = request.QueryString.ToString().TrimStart('?').Split('&').Order(StringComparer.Ordinal);
        return $"{request.Method}\n{CanonicalPath(request.Path)}\n{string.Join('&', query)}\n{string.Concat(headers)}\n"
            + $"{string.Join(';', signedHeaders)}\n{bodyHash}";
    }

    /// <summary>
    /// Encoded once, as S3 has it. Other services encode twice, which is the same for the paths that are served here.
    /// </summary>
    static string CanonicalPath(PathString path) =>
        string.Join('/', (path.Value ?? "").Split('/').Select(Uri.EscapeDataString));

    /// <summary>Runs of spaces count as one.</summary>
    static string Canonical(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    byte[] SigningKey(string scope)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + identity.SecretAccessKey);
        return scope.Split('/').Aggregate(key, Hmac);
    }

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    static string Header(HttpRequest request, string name) => request.Headers[name].ToString();

    static Refusal Invalid(string message) => Forbidden("InvalidSignatureException", message);

    static Refusal Forbidden(string code, string message) => new(403, code, message);
}
