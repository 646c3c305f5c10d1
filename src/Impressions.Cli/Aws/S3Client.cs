using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Impressions.Aws;
using Impressions.Cli.Input;

namespace Impressions.Cli.Aws;

/// <summary>Buckets, with the user's own AWS variables and profile.</summary>
static class S3Client
{
    /// <summary>Of a request that is slowed down or fails, with growing waits of up to 20 seconds.</summary>
    const int MaxRetries = 8;

    static readonly Lazy<AmazonS3Client> Client = new(Open);

    public static IAmazonS3 S3 => Client.Value;

    /// <summary>All objects whose keys begin with the prefix, in order; not the empty ones that stand for folders.</summary>
    /// <exception cref="UsageException">The bucket cannot be listed; says why.</exception>
    public static async Task<IReadOnlyList<InputFile>> FindAsync(
        IAmazonS3 client,
        S3Location location,
        CancellationToken cancellation
    )
    {
        var found = new List<InputFile>();
        var request = new ListObjectsV2Request { BucketName = location.Bucket, Prefix = location.Prefix };
        try
        {
            do
            {
                var page = await client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
                found.AddRange(
                    (page.S3Objects ?? [])
                        .Where(item => !item.Key.EndsWith('/') || item.Size > 0)
                        .Select(item => new InputFile(
                            (location with { Prefix = item.Key }).ToString(),
                            item.Size ?? 0,
                            item.ETag
                        ))
                );
                request.ContinuationToken = page.NextContinuationToken;
            } while (request.ContinuationToken is { Length: > 0 });
            return found;
        }
        catch (Exception failure) when (failure is AmazonS3Exception || AwsProfile.IsOfCredentials(failure))
        {
            throw Explain(failure, location, "s3:ListBucket");
        }
    }

    /// <summary>What is wrong and what to do, where S3 or the way to it refused something.</summary>
    /// <param name="failure">Of S3, or of credentials.</param>
    /// <param name="permission">That was needed.</param>
    public static UsageException Explain(Exception failure, S3Location location, string permission)
    {
        var bucket = location.Bucket;
        if (failure is AmazonS3Exception refusal)
        {
            return new(
                refusal.ErrorCode switch
                {
                    "NoSuchBucket" => $"There is no bucket {bucket}.",
                    "NoSuchKey" => $"{location} is no longer there: something deletes objects meanwhile.",
                    "PreconditionFailed" =>
                        $"{location} has changed since it was listed: run the command again.",
                    "AccessDenied" =>
                        $"The bucket {bucket} may not be used: your credentials lack {permission} on it.",
                    "PermanentRedirect" or "AuthorizationHeaderMalformed" =>
                        $"The bucket {bucket} is in another region: set AWS_REGION to it.",
                    _ => $"The bucket {bucket} cannot be used: {refusal.ErrorCode}: {refusal.Message}",
                },
                refusal
            );
        }

        var isOfNetwork =
            (failure.InnerException ?? failure) is HttpRequestException or IOException or TimeoutException;
        return new(
            isOfNetwork
                ? $"The bucket {bucket} cannot be reached: {failure.Message} Check your AWS credentials, AWS_REGION, "
                    + "AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL."
                : AwsProfile.Explain(failure),
            failure
        );
    }

    /// <exception cref="UsageException">AWS's variables make no client.</exception>
    static AmazonS3Client Open()
    {
        InstanceMetadata.DoWithout();
        try
        {
            var config = new AmazonS3Config
            {
                RetryMode = RequestRetryMode.Standard,
                MaxErrorRetry = MaxRetries,
            };
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
