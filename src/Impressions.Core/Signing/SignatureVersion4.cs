using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Impressions.Core.Signing;

/// <summary>
/// AWS Signature Version 4 of a POST of JSON without a query. The key of a day is kept, since deriving it costs four
/// hashes. Safe for concurrent calls.
/// </summary>
/// <param name="host">As header <c>Host</c> has it.</param>
sealed class SignatureVersion4(string host, string region, string service)
{
    /// <summary>As header <c>Content-Type</c> must have it.</summary>
    public const string ContentType = "application/json";

    const string Algorithm = "AWS4-HMAC-SHA256";
    const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    const int DayLength = 8;

    /// <summary>What is hashed besides host, path, region and token (bytes, generously).</summary>
    const int FixedLength = 1_024;

    /// <summary>UTF-8 has no more bytes for a character of UTF-16.</summary>
    const int MaxBytesPerCharacter = 3;

    volatile DayKey? _dayKey;

    /// <summary>The time as header <c>X-Amz-Date</c> must tell it.</summary>
    public static string Date(DateTimeOffset now) =>
        now.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <returns>The value of header <c>Authorization</c>.</returns>
    /// <param name="path">Absolute, with nothing in it to escape.</param>
    /// <param name="date">From <see cref="Date"/>.</param>
    /// <param name="credentials">Their token, if they have one, goes into header <c>X-Amz-Security-Token</c>.</param>
    public string Sign(string path, ReadOnlySpan<byte> body, string date, AwsCredentials credentials)
    {
        var (scope, key) = KeyOf(date.AsSpan(0, DayLength), credentials.SecretKey);
        var (tokenHeader, names) = credentials.Token is not null
            ? ("x-amz-security-token:", "content-type;host;x-amz-date;x-amz-security-token")
            : ("", "content-type;host;x-amz-date");
        var (token, end) = credentials.Token is null ? ("", "") : (credentials.Token, "\n");

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(body, hash);
        var buffer = ArrayPool<byte>.Shared.Rent(
            FixedLength + ((host.Length + path.Length + region.Length + token.Length) * MaxBytesPerCharacter)
        );
        try
        {
            _ = Utf8.TryWrite(
                buffer,
                $"POST\n{path}\n\ncontent-type:{ContentType}\nhost:{host}\nx-amz-date:{date}\n{tokenHeader}{token}{end}\n{names}\n{Convert.ToHexStringLower(hash)}",
                out var length
            );
            _ = SHA256.HashData(buffer.AsSpan(0, length), hash);
            _ = Utf8.TryWrite(
                buffer,
                $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(hash)}",
                out length
            );
            _ = HMACSHA256.HashData(key, buffer.AsSpan(0, length), hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(hash)}";
    }

    DayKey KeyOf(ReadOnlySpan<char> day, string secret)
    {
        var known = _dayKey;
        if (known is null || known.Secret != secret || !known.Scope.AsSpan().StartsWith(day))
        {
            var key = Encoding.UTF8.GetBytes("AWS4" + secret);
            foreach (var part in (ReadOnlySpan<string>)[day.ToString(), region, service, "aws4_request"])
            {
                key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            }

            _dayKey = known = new DayKey($"{day}/{region}/{service}/aws4_request", key, secret);
        }

        return known;
    }

    /// <param name="Scope">Begins with the day.</param>
    sealed record DayKey(string Scope, byte[] Key, string Secret)
    {
        public void Deconstruct(out string scope, out byte[] key) => (scope, key) = (Scope, Key);
    }
}
