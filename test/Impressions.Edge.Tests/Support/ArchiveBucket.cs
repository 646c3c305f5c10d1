using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Edge.Tests.Support;

/// <summary>
/// A local S3 with one bucket of archives: listings in pages, reads of parts, uploads in parts, and what goes wrong with them.
/// Signatures are not looked at.
/// </summary>
sealed class ArchiveBucket : IAsyncDisposable
{
    public const string Name = "archive";

    /// <summary>Of a listing; fewer than S3's, so that a few objects take several.</summary>
    const int PageSize = 100;

    readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> _uploads = new(
        StringComparer.Ordinal
    );
    readonly ConcurrentDictionary<string, int> _reads = new(StringComparer.Ordinal);
    readonly Lock _lock = new();
    LoopbackServer? _server;
    int _takes;

    public Uri Address => _server!.Address;

    /// <summary>What happens to a read: gets the key, and how often it was read before.</summary>
    public Func<string, int, ReadFault> Faults { get; init; } = (_, _) => ReadFault.None;

    /// <summary>Status and S3's code for the upload of a part: gets its number, and how many were asked for before. Null takes it.</summary>
    public Func<int, int, (int Status, string Code)?> UploadFaults { get; set; } = (_, _) => null;

    /// <summary>Of an object's content.</summary>
    public Func<byte[], string> TagOf { get; set; } = ETagOf;

    /// <summary>Whether uploads may not be taken back.</summary>
    public bool DeniesAborts { get; set; }

    /// <summary>Uploads in parts that were neither completed nor taken back.</summary>
    public int OpenUploads => _uploads.Count;

    public static async Task<ArchiveBucket> StartAsync(Func<string, int, ReadFault>? faults = null)
    {
        var bucket = new ArchiveBucket { Faults = faults ?? ((_, _) => ReadFault.None) };
        bucket._server = await LoopbackServer.StartAsync(bucket.HandleAsync, port: 0, CancellationToken.None);
        return bucket;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    public AmazonS3Client CreateClient() =>
        new(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonS3Config
            {
                ServiceURL = Address.ToString(),
                AuthenticationRegion = "eu-west-1",
                ForcePathStyle = true,
            }
        );

    /// <summary>What makes the tool find it.</summary>
    public IEnumerable<(string Name, string? Value)> Environment =>
        [
            ("AWS_ENDPOINT_URL_S3", Address.ToString()),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ];

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Keys];
            }
        }
    }

    public byte[] this[string key]
    {
        get
        {
            lock (_lock)
            {
                return _objects[key];
            }
        }
        set
        {
            lock (_lock)
            {
                _objects[key] = value;
            }
        }
    }

    /// <summary>As of an object that was uploaded in parts: else the SDK takes it for the content's MD5.</summary>
    public static string ETagOf(byte[] content) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}-1\"";

    /// <summary>As of an object that was uploaded as a whole.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "S3's tags are MD5.")]
    public static string Md5Of(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    async Task HandleAsync(HttpContext context)
    {
        var (request, answer) = (context.Request, context.Response);
        var key = Uri.UnescapeDataString(request.Path.Value!.TrimStart('/')[Name.Length..].TrimStart('/'));
        var query = request.Query;
        var task = (request.Method, key) switch
        {
            ("GET", "") => WriteXmlAsync(answer, 200, List(query["prefix"]!, query["continuation-token"])),
            ("GET", _) => ReadAsync(context, key),
            ("POST", _) when query.ContainsKey("uploads") => WriteXmlAsync(answer, 200, Begin(key)),
            ("PUT", _) when query.ContainsKey("partNumber") => TakeAsync(
                context,
                query["uploadId"]!,
                int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture)
            ),
            ("POST", _) => WriteXmlAsync(answer, 200, Complete(key, query["uploadId"]!)),
            ("DELETE", _) when DeniesAborts => WriteXmlAsync(answer, 403, Error("AccessDenied")),
            ("DELETE", _) => WriteXmlAsync(
                answer,
                _uploads.TryRemove(query["uploadId"]!, out _) ? 204 : 404,
                ""
            ),
            ("PUT", _) => PutAsync(context, key),
            _ => WriteXmlAsync(answer, 501, Error("NotImplemented")),
        };
        await task;
    }

    string List(string prefix, string? after)
    {
        List<KeyValuePair<string, byte[]>> found;
        lock (_lock)
        {
            found =
            [
                .. _objects
                    .Where(item =>
                        item.Key.StartsWith(prefix, StringComparison.Ordinal)
                        && string.CompareOrdinal(item.Key, after) > 0
                    )
                    .Take(PageSize + 1),
            ];
        }

        var isCut = found.Count > PageSize;
        var text = new StringBuilder("<ListBucketResult>");
        foreach (var (key, content) in found.Take(PageSize))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<Contents><Key>{key}</Key><Size>{content.Length}</Size><ETag>{TagOf(content)}</ETag></Contents>"
            );
        }

        return text.Append(
                isCut
                    ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{found[PageSize - 1].Key}</NextContinuationToken>"
                    : "<IsTruncated>false</IsTruncated>"
            )
            .Append("</ListBucketResult>")
            .ToString();
    }

    async Task ReadAsync(HttpContext context, string key)
    {
        var fault = Faults(key, _reads.AddOrUpdate(key, 0, (_, count) => count + 1));
        byte[]? content;
        lock (_lock)
        {
            _ = _objects.TryGetValue(key, out content);
        }

        var answer = context.Response;
        if (fault == ReadFault.SlowDown)
        {
            await WriteXmlAsync(answer, 503, Error("SlowDown"));
            return;
        }

        if (content is null || fault == ReadFault.Gone)
        {
            await WriteXmlAsync(answer, 404, Error("NoSuchKey"));
            return;
        }

        if (context.Request.Headers.IfMatch is [{ } tag] && tag != TagOf(content))
        {
            await WriteXmlAsync(answer, 412, Error("PreconditionFailed"));
            return;
        }

        var from = context.Request.Headers.Range is [{ } range]
            ? int.Parse(range["bytes=".Length..range.IndexOf('-')], CultureInfo.InvariantCulture)
            : 0;
        answer.StatusCode = from > 0 ? 206 : 200;
        answer.ContentLength = content.Length - from;
        answer.Headers.ETag = TagOf(content);
        if (fault is ReadFault.BreaksOff or ReadFault.Stalls)
        {
            await answer.Body.WriteAsync(content.AsMemory(from, (content.Length - from) / 2));
            await answer.Body.FlushAsync();
            if (fault == ReadFault.Stalls)
            {
                var gone = new TaskCompletionSource();
                await using var registration = context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
            }

            context.Abort();
            return;
        }

        await answer.Body.WriteAsync(content.AsMemory(from));
    }

    string Begin(string key)
    {
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = [];
        return $"<InitiateMultipartUploadResult><Bucket>{Name}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>";
    }

    async Task TakeAsync(HttpContext context, string id, int number)
    {
        var content = await ContentAsync(context.Request);
        if (UploadFaults(number, _takes++) is { } fault)
        {
            await WriteXmlAsync(context.Response, fault.Status, Error(fault.Code));
            return;
        }

        var parts = _uploads[id];
        lock (parts)
        {
            parts[number] = content;
        }

        context.Response.Headers.ETag = TagOf(content);
    }

    string Complete(string key, string id)
    {
        _ = _uploads.TryRemove(id, out var parts);
        this[key] = [.. parts!.Values.SelectMany(part => part)];
        return $"<CompleteMultipartUploadResult><Bucket>{Name}</Bucket><Key>{key}</Key><ETag>\"x\"</ETag></CompleteMultipartUploadResult>";
    }

    async Task PutAsync(HttpContext context, string key)
    {
        this[key] = await ContentAsync(context.Request);
        context.Response.Headers.ETag = TagOf(this[key]);
    }

    /// <summary>As stores that know no chunks with signatures between them: they would keep those as content.</summary>
    static async Task<byte[]> ContentAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    static string Error(string code) =>
        $"<Error><Code>{code}</Code><Message>Ordered by the test</Message></Error>";

    static async Task WriteXmlAsync(HttpResponse answer, int status, string xml)
    {
        answer.StatusCode = status;
        answer.ContentType = "application/xml";
        if (xml.Length > 0)
        {
            await answer.WriteAsync(xml);
        }
    }
}

/// <summary>What goes wrong with the read of an object.</summary>
enum ReadFault
{
    None,

    /// <summary>Refused for now, status 503.</summary>
    SlowDown,

    /// <summary>Half of what was asked for comes, then the connection is reset.</summary>
    BreaksOff,

    /// <summary>Half of what was asked for comes, then nothing until the reader leaves.</summary>
    Stalls,

    /// <summary>Deleted since it was listed.</summary>
    Gone,
}
