using Impressions.Core.DeadLetters;

namespace Impressions.Cli.Aws;

/// <summary>A part of a bucket: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Prefix">What its keys begin with; empty for all.</param>
readonly record struct S3Location(string Bucket, string Prefix)
{
    const string Scheme = "s3://";

    /// <exception cref="UsageException">It has the scheme, but no valid bucket.</exception>
    public static bool TryParse(string text, out S3Location location)
    {
        location = default;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var parts = text[Scheme.Length..].Split('/', 2);
        location = new S3Location(parts[0], parts.Length > 1 ? parts[1] : "");
        return S3Names.IsBucket(location.Bucket)
            ? true
            : throw new UsageException(
                $"{text}: expected s3://bucket/prefix, as the function's settings name them."
            );
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";
}
