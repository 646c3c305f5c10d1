using System.Globalization;
using System.Security.Cryptography;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Lambda;

/// <summary>A local Lambda Runtime API for one function process, which gets one invocation at a time.</summary>
/// <remarks>
/// Lambda would kill a function that misses its deadline. Here it lives on: its late answer is taken and dropped.
/// </remarks>
sealed class LambdaRuntimeApi : LocalEndpoint
{
    /// <summary>Passed to the function with each invocation.</summary>
    public const string FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:impressions";

    /// <summary>Largest answer of an invocation (bytes); Lambda quotas, synchronous invocation.</summary>
    const int MaxResponseBytes = 6 * 1_024 * 1_024;

    readonly InvocationQueue _queue;
    readonly TaskCompletionSource<FunctionError> _initFailed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    LambdaRuntimeApi(TimeProvider time) => _queue = new InvocationQueue(time);

    /// <summary>Host and port, the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string HostAndPort => Address.Authority;

    /// <summary>Completes when the function reports that it could not start; otherwise never.</summary>
    public Task<FunctionError> InitFailed => _initFailed.Task;

    public static async Task<LambdaRuntimeApi> StartAsync(TimeProvider time, CancellationToken cancellation)
    {
        var api = new LambdaRuntimeApi(time);
        await api.ListenAsync(port: 0, cancellation).ConfigureAwait(false);
        return api;
    }

    /// <summary>Waits for its turn, then for the function to ask, then for its answer or the deadline.</summary>
    /// <param name="payload">JSON, as the event source would send it.</param>
    /// <param name="timeout">From hand-out to deadline.</param>
    /// <param name="cancellation">Stops waiting; the function does not learn of it.</param>
    /// <exception cref="FunctionUnavailableException">The function will not answer any more.</exception>
    public Task<InvocationAnswer> InvokeAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan timeout,
        CancellationToken cancellation
    ) => _queue.InvokeAsync(payload, timeout, cancellation);

    /// <summary>Fails the invocation that is waiting, and all later ones.</summary>
    public void MarkUnavailable(string reason) => _queue.MarkUnavailable(reason);

    public override ValueTask DisposeAsync()
    {
        MarkUnavailable("The Runtime API has ended");
        return base.DisposeAsync();
    }

    protected override Task HandleAsync(HttpContext context)
    {
        const string Root = "/2018-06-01/runtime/";
        var path = context.Request.Path.Value ?? "";
        var route = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..] : "";
        return (context.Request.Method, route.Split('/')) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", var requestId, "response"]) => ResponseAsync(context, requestId),
            ("POST", ["invocation", var requestId, "error"]) => ErrorAsync(context, requestId),
            ("POST", ["init", "error"]) => InitErrorAsync(context),
            _ => RefuseAsync(context, 404, "NotFound", "No such operation"),
        };
    }

    async Task NextAsync(HttpContext context)
    {
        if (_queue.Running is not null)
        {
            await RefuseAsync(context, 403, "InvalidStateTransition", "The last invocation is not answered")
                .ConfigureAwait(false);
            return;
        }

        var invocation = await _queue.NextAsync(context.RequestAborted).ConfigureAwait(false);
        var deadline = invocation.Deadline.ToUnixTimeMilliseconds();
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = NewTraceId();
        headers.ContentType = "application/json";
        headers.ContentLength = invocation.Payload.Length;
        await context
            .Response.Body.WriteAsync(invocation.Payload, context.RequestAborted)
            .ConfigureAwait(false);
    }

    async Task ResponseAsync(HttpContext context, string requestId)
    {
        if (IsRunning(requestId))
        {
            var response = await RequestBody.TryReadAsync(context, MaxResponseBytes).ConfigureAwait(false);
            _queue.Complete(response, response is null ? FunctionError.ResponseTooLarge : null);
            await (
                response is null
                    ? RefuseAsync(context, 413, "RequestEntityTooLarge", "Response is too large")
                    : AcceptAsync(context)
            ).ConfigureAwait(false);
        }
        else
        {
            await RefuseUnknownAsync(context).ConfigureAwait(false);
        }
    }

    async Task ErrorAsync(HttpContext context, string requestId)
    {
        if (IsRunning(requestId))
        {
            _queue.Complete(ReadOnlyMemory<byte>.Empty, await ReadErrorAsync(context).ConfigureAwait(false));
            await AcceptAsync(context).ConfigureAwait(false);
        }
        else
        {
            await RefuseUnknownAsync(context).ConfigureAwait(false);
        }
    }

    async Task InitErrorAsync(HttpContext context)
    {
        var error = await ReadErrorAsync(context).ConfigureAwait(false);
        _initFailed.TrySetResult(error);
        MarkUnavailable($"The function could not start: {error.Type}: {error.Message}");
        await AcceptAsync(context).ConfigureAwait(false);
    }

    bool IsRunning(string requestId) => _queue.Running?.RequestId == requestId;

    static async Task<FunctionError> ReadErrorAsync(HttpContext context) =>
        FunctionError.Read(
            await RequestBody.TryReadAsync(context, MaxResponseBytes).ConfigureAwait(false),
            context.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString()
        );

    static Task AcceptAsync(HttpContext context) => WriteAsync(context, 202, """{"status":"OK"}""");

    static Task RefuseUnknownAsync(HttpContext context) =>
        RefuseAsync(context, 400, "InvalidRequestID", "No such invocation is running");

    static Task RefuseAsync(HttpContext context, int status, string type, string message) =>
        WriteAsync(context, status, $$"""{"errorMessage":"{{message}}","errorType":"{{type}}"}""");

    static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>X-Ray's form: root of 8 and 24, parent of 16 hexadecimal digits.</summary>
    static string NewTraceId()
    {
        var root = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return $"Root=1-{root[..8]}-{root[8..]};Parent={root[..16]};Sampled=0";
    }
}
