using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Impressions.Aws;
using Impressions.Core.Delivery;

namespace Impressions.DeadLetters;

/// <summary>
/// An S3 bucket, for putting objects. The SDK's client is made for the first one, so that a process which never has
/// one does not even load it. Not for concurrent use.
/// </summary>
/// <param name="adjust">Changes the client's settings once they are as the function runs; for tests.</param>
sealed class S3Bucket(string name, Action<ClientConfig>? adjust = null) : IDisposable
{
    /// <summary>Retries after the first attempt; the SDK waits up to 1 s, then up to 2 s before them.</summary>
    const int MaxRetries = 2;

    /// <summary>
    /// Retries at once, not counted above, when the connection broke: after a freeze the pool may hold one that S3 has
    /// closed meanwhile. The SDK's own default is 10.
    /// </summary>
    const int MaxBrokenConnectionRetries = 2;

    /// <summary>For one attempt, from connecting to the last byte of its answer.</summary>
    static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    AmazonS3Client? _client;

    /// <summary>Puts an object. Whatever fails is a code, not an exception.</summary>
    /// <param name="body">Lines of JSON; must not change before the call is over.</param>
    /// <param name="cancellation">The deadline: ends retries and the attempt under way.</param>
    /// <returns>Empty when S3 has it; else S3's error code or one as in <see cref="CallAnswer"/>.</returns>
    public async Task<string> PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        try
        {
            _client ??= Open(adjust);
            if (_client.Config.RegionEndpoint is null && string.IsNullOrEmpty(_client.Config.ServiceURL))
            {
                return "no_region";
            }

            using var content = Read(body);
            var request = new PutObjectRequest
            {
                BucketName = name,
                Key = key,
                InputStream = content,
                ContentType = "application/x-ndjson",
                UseChunkEncoding = false, // one hash over all of it: it is in memory anyway
                AutoCloseStream = false,
            };
            // On another thread, and not waited for beyond the deadline: finding credentials may block, whatever the token says.
            await Task.Run(() => _client.PutObjectAsync(request, cancellation), cancellation)
                .WaitAsync(cancellation)
                .ConfigureAwait(false);
            return "";
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return "deadline";
        }
#pragma warning disable CA1031 // of whatever kind: the records then come again, and the answer must be written
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return AwsFailure.Explain(failure).Code;
        }
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>
    /// Set up by AWS's standard variables, as for Personalize, and by <c>AWS_ENDPOINT_URL_S3</c>; without EC2's
    /// metadata, see <see cref="InstanceMetadata"/>.
    /// </summary>
    static AmazonS3Client Open(Action<ClientConfig>? adjust)
    {
        var config = new AmazonS3Config
        {
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = MaxRetries,
            MaxStaleConnectionRetries = MaxBrokenConnectionRetries,
            Timeout = AttemptTimeout,
            HttpClientFactory = new BoundedHttpClientFactory(),
            DisableLogging = true, // its messages quote answers
        };
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName; // before any endpoint, see PersonalizeConfig
        adjust?.Invoke(config);
        // A host of one's own seldom has a name for each bucket.
        config.ForcePathStyle = !string.IsNullOrEmpty(config.ServiceURL);
        return new AmazonS3Client(config);
    }

    static MemoryStream Read(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
