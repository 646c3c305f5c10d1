using Impressions.Core.DeadLetters;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Bucket;

/// <summary>
/// A local S3 with one bucket, addressed by path: PutObject, GetObject and ListObjectsV2, signatures verified, wrong
/// on order. Its objects live until it is disposed.
/// </summary>
sealed class BucketEndpoint : LocalEndpoint
{
    /// <summary>Largest object (bytes): twice what the function puts at most.</summary>
    const int MaxObjectBytes = 2 * DeadLetterRows.MaxBytes;

    readonly BucketEndpointOptions _options;
    readonly SignatureVerifier _signature;
    readonly SortedDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    readonly Lock _lock = new();
    int _requests;

    BucketEndpoint(BucketEndpointOptions options) =>
        (_options, _signature) = (options, new SignatureVerifier(options.Identity, options.Time, "s3"));

    public string Name => _options.Name;

    /// <summary>How many requests came so far, of any kind.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>All objects by key; a snapshot.</summary>
    public IReadOnlyList<StoredObject> Objects
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Values];
            }
        }
    }

    /// <summary>All objects by key, which are then gone.</summary>
    public IReadOnlyList<StoredObject> TakeObjects()
    {
        lock (_lock)
        {
            StoredObject[] taken = [.. _objects.Values];
            _objects.Clear();
            return taken;
        }
    }

    public static async Task<BucketEndpoint> StartAsync(
        BucketEndpointOptions options,
        CancellationToken cancellation
    )
    {
        var endpoint = new BucketEndpoint(options);
        await endpoint.ListenAsync(options.Port, cancellation).ConfigureAwait(false);
        return endpoint;
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        var body = await RequestBody.TryReadAsync(context, MaxObjectBytes).ConfigureAwait(false);
        await FaultyAnswer
            .WriteAsync(
                context,
                _options.Faults(number),
                latency: TimeSpan.Zero,
                _options.Time,
                () => Answer(context.Request, body)
            )
            .ConfigureAwait(false);
    }

    EndpointAnswer Answer(HttpRequest request, byte[]? body)
    {
        if (body is null)
        {
            return S3Answers.Error(400, "EntityTooLarge", "The object is too large");
        }

        if (request.Headers["x-amz-content-sha256"].Count == 0)
        {
            return S3Answers.Error(400, "InvalidRequest", "x-amz-content-sha256 is missing");
        }

        if (_options.ChecksSignatures && _signature.Verify(request, body) is { } refusal)
        {
            return S3Answers.Refused(refusal);
        }

        var path = (request.Path.Value ?? "").TrimStart('/').Split('/', 2);
        return (request.Method, path) switch
        {
            _ when path[0] != _options.Name => S3Answers.Error(
                404,
                "NoSuchBucket",
                "There is no such bucket"
            ),
            ("PUT", [_, { Length: > 0 }])
                when _options.HasDefaultRetention && !HasChecksum(request.Headers) => S3Answers.Error(
                400,
                "InvalidRequest",
                "Content-MD5 or x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters"
            ),
            ("PUT", [_, { Length: > 0 } key]) => Put(key, body, request.ContentType ?? ""),
            ("GET", [_, { Length: > 0 } key]) => Get(key),
            ("GET", _) when request.Query["list-type"] == "2" => List(request.Query),
            _ => S3Answers.Error(501, "NotImplemented", "Not offered here"),
        };
    }

    static bool HasChecksum(IHeaderDictionary headers) =>
        headers.ContentMD5.Count > 0
        || headers.Keys.Any(name => name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase));

    EndpointAnswer Put(string key, byte[] body, string contentType)
    {
        lock (_lock)
        {
            _objects[key] = new StoredObject(key, body, contentType, _options.Time.GetUtcNow());
            return S3Answers.Done;
        }
    }

    EndpointAnswer Get(string key)
    {
        lock (_lock)
        {
            return _objects.TryGetValue(key, out var stored)
                ? S3Answers.Content(stored)
                : S3Answers.Error(404, "NoSuchKey", "There is no such object");
        }
    }

    /// <summary>A page begins behind the last key of the one before, which is its token.</summary>
    EndpointAnswer List(IQueryCollection query)
    {
        var (prefix, after) = (query["prefix"].ToString(), query["continuation-token"].ToString());
        var found = Objects
            .Where(stored =>
                stored.Key.StartsWith(prefix, StringComparison.Ordinal)
                && string.CompareOrdinal(stored.Key, after) > 0
            )
            .Take(_options.PageSize + 1)
            .ToList();
        var page = found.Take(_options.PageSize).ToList();
        return S3Answers.Page(_options.Name, page, found.Count > page.Count ? page[^1].Key : "");
    }
}
