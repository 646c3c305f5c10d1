using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Impressions;

/// <summary>Reads a bucket, with the user's own AWS variables and profile. Lives as long as the tool.</summary>
sealed class S3Reader(string bucket)
{
    readonly AmazonS3Client _client = Open();

    /// <summary>All keys that begin with the prefix, in order.</summary>
    /// <exception cref="UsageException">The bucket cannot be listed; says why.</exception>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        ExplainAsync<IReadOnlyList<string>>(
            "s3:ListBucket",
            async () =>
            {
                var keys = new List<string>();
                var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
                do
                {
                    var page = await _client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
                    keys.AddRange((page.S3Objects ?? []).Select(found => found.Key));
                    request.ContinuationToken = page.NextContinuationToken;
                } while (request.ContinuationToken is { Length: > 0 });
                return keys;
            }
        );

    /// <exception cref="UsageException">The object cannot be read; says why.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(string key, CancellationToken cancellation) =>
        ExplainAsync<ReadOnlyMemory<byte>>(
            "s3:GetObject",
            async () =>
            {
                using var answer = await _client
                    .GetObjectAsync(bucket, key, cancellation)
                    .ConfigureAwait(false);
                using var content = new MemoryStream();
                await answer.ResponseStream.CopyToAsync(content, cancellation).ConfigureAwait(false);
                return content.ToArray();
            }
        );

    async Task<T> ExplainAsync<T>(string permission, Func<Task<T>> read)
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
        catch (Exception failure)
            when (failure is AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw new UsageException(
                $"The bucket {bucket} cannot be reached: {failure.Message} Check your AWS credentials, AWS_REGION, "
                    + "AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL.",
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
