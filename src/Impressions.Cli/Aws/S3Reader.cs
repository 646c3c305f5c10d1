using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Impressions.Aws;

namespace Impressions.Cli.Aws;

/// <summary>Reads buckets, with the user's own AWS variables and profile.</summary>
static class S3Reader
{
    static readonly Lazy<AmazonS3Client> Client = new(Open);

    /// <summary>All objects whose keys begin with the prefix, in order, as <c>s3://bucket/key</c>.</summary>
    /// <exception cref="UsageException">The bucket cannot be listed; says why.</exception>
    public static Task<IReadOnlyList<string>> FindAsync(
        S3Location location,
        CancellationToken cancellation
    ) =>
        ExplainAsync<IReadOnlyList<string>>(
            location.Bucket,
            "s3:ListBucket",
            async () =>
            {
                var found = new List<string>();
                var request = new ListObjectsV2Request
                {
                    BucketName = location.Bucket,
                    Prefix = location.Prefix,
                };
                do
                {
                    var page = await Client
                        .Value.ListObjectsV2Async(request, cancellation)
                        .ConfigureAwait(false);
                    found.AddRange(
                        (page.S3Objects ?? [])
                            .Select(item => location with { Prefix = item.Key })
                            .Select(item => item.ToString())
                    );
                    request.ContinuationToken = page.NextContinuationToken;
                } while (request.ContinuationToken is { Length: > 0 });
                return found;
            }
        );

    /// <param name="location">Its prefix is a whole key.</param>
    /// <exception cref="UsageException">The object cannot be read; says why.</exception>
    public static Task<byte[]> ReadAsync(S3Location location, CancellationToken cancellation) =>
        ExplainAsync(
            location.Bucket,
            "s3:GetObject",
            async () =>
            {
                using var answer = await Client
                    .Value.GetObjectAsync(location.Bucket, location.Prefix, cancellation)
                    .ConfigureAwait(false);
                using var content = new MemoryStream();
                await answer.ResponseStream.CopyToAsync(content, cancellation).ConfigureAwait(false);
                return content.ToArray();
            }
        );

    static async Task<T> ExplainAsync<T>(string bucket, string permission, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (AmazonS3Exception refusal)
        {
            throw new UsageException(
                refusal.ErrorCode switch
                {
                    "NoSuchBucket" => $"There is no bucket {bucket}.",
                    "AccessDenied" =>
                        $"The bucket {bucket} may not be read: your credentials lack {permission} on it.",
                    "PermanentRedirect" or "AuthorizationHeaderMalformed" =>
                        $"The bucket {bucket} is in another region: set AWS_REGION to it.",
                    _ => $"The bucket {bucket} cannot be read: {refusal.ErrorCode}: {refusal.Message}",
                },
                refusal
            );
        }
        catch (Exception failure) when (AwsProfile.IsOfCredentials(failure))
        {
            var isOfNetwork =
                (failure.InnerException ?? failure)
                is HttpRequestException
                    or IOException
                    or TimeoutException;
            throw new UsageException(
                isOfNetwork
                    ? $"The bucket {bucket} cannot be reached: {failure.Message} Check your AWS credentials, AWS_REGION, "
                        + "AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL."
                    : AwsProfile.Explain(failure),
                failure
            );
        }
    }

    /// <exception cref="UsageException">AWS's variables make no client.</exception>
    static AmazonS3Client Open()
    {
        InstanceMetadata.DoWithout();
        try
        {
            var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard };
            config.AuthenticationRegion = config.RegionEndpoint?.SystemName;
            config.ForcePathStyle = !string.IsNullOrEmpty(config.ServiceURL); // a host of one's own
            return new AmazonS3Client(config);
        }
        catch (AmazonClientException failure)
        {
            throw new UsageException(
                $"AWS_REGION, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL: {failure.Message}",
                failure
            );
        }
    }
}
