using System.Diagnostics.CodeAnalysis;

namespace Impressions.Emulation.Http;

/// <summary>
/// The header <c>Authorization: AWS4-HMAC-SHA256 Credential=…/scope, SignedHeaders=a;b, Signature=hex</c>.
/// </summary>
/// <param name="Scope">The rest of it: <c>date/region/service/aws4_request</c>.</param>
/// <param name="SignedHeaders">Names in the order in which they were signed.</param>
/// <param name="Signature">64 lower-case hexadecimal digits.</param>
sealed record AuthorizationHeader(
    string AccessKeyId,
    string Scope,
    IReadOnlyList<string> SignedHeaders,
    string Signature
)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public static bool TryParse(string value, [NotNullWhen(true)] out AuthorizationHeader? header)
    {
        header = null;
        if (!value.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = value[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries);
        var credential = Part(parts, "Credential=").Split('/', 2);
        var signedHeaders = Part(parts, "SignedHeaders=");
        var signature = Part(parts, "Signature=");
        if (credential.Length < 2 || signedHeaders.Length == 0 || signature.Length == 0)
        {
            return false;
        }

        header = new(credential[0], credential[1], signedHeaders.Split(';'), signature);
        return true;
    }

    static string Part(string[] parts, string prefix) =>
        Array.Find(parts, part => part.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
}
