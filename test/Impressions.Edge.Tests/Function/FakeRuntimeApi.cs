using System.Globalization;
using System.Net;
using System.Text;

namespace Impressions.Edge.Tests.Function;

/// <summary>What the function told the Runtime API.</summary>
sealed record RuntimePost(string Path, string Body, string? ErrorType);

/// <summary>Lambda's side of the Runtime API: hands out its invocations, then shuts the function down.</summary>
sealed class FakeRuntimeApi : HttpMessageHandler
{
    readonly Queue<HttpResponseMessage> _invocations;
    readonly HttpMessageInvoker _http;

    public FakeRuntimeApi(params HttpResponseMessage[] invocations)
    {
        _invocations = new(invocations);
        _http = new HttpMessageInvoker(this, disposeHandler: false);
        Runtime = new LambdaRuntime(_http, "runtime:9001", Log, TimeProvider.System);
    }

    public static DateTimeOffset Deadline { get; } =
        DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_123);

    public LambdaRuntime Runtime { get; }

    /// <summary>What the runtime loop logged.</summary>
    public MemoryStream Log { get; } = new();

    public CancellationTokenSource Shutdown { get; } = new();

    public HttpStatusCode PostStatus { get; init; } = HttpStatusCode.Accepted;

    public List<RuntimePost> Posts { get; } = [];

    public string Host { get; private set; } = "";

    public static HttpResponseMessage Next(string requestId, byte[]? payload = null, bool withLength = true)
    {
        var bytes = payload ?? "{}"u8.ToArray();
        var next = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = withLength ? new ByteArrayContent(bytes) : new StreamContent(new NoLength(bytes)),
        };
        var deadline = Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        next.Headers.Add("Lambda-Runtime-Aws-Request-Id", requestId);
        next.Headers.Add("Lambda-Runtime-Deadline-Ms", deadline);
        next.Headers.Add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x");
        return next;
    }

    public Task RunAsync(Func<Invocation, string> handle) =>
        Runtime.RunAsync(
            (invocation, _) =>
                Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(handle(invocation))),
            Shutdown.Token
        );

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = request.RequestUri!.AbsolutePath;
        Host = request.RequestUri.Authority;
        if (request.Method == HttpMethod.Get)
        {
            Assert.Equal("/2018-06-01/runtime/invocation/next", path);
            if (_invocations.TryDequeue(out var next))
            {
                return next;
            }

            await Shutdown.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        var errorType = request.Headers.TryGetValues("Lambda-Runtime-Function-Error-Type", out var types)
            ? types.Single()
            : null;
        Posts.Add(new(path, await request.Content!.ReadAsStringAsync(cancellationToken), errorType));
        return new HttpResponseMessage(PostStatus);
    }

    protected override void Dispose(bool disposing)
    {
        _http.Dispose();
        Shutdown.Dispose();
        base.Dispose(disposing);
    }

    sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
