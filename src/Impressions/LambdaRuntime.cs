using System.Globalization;
using System.Net.Http.Headers;

namespace Impressions;

/// <summary>
/// Lambda's Runtime API, version 2018-06-01: takes the next invocation, hands it to the handler, posts the answer or
/// the error, and starts over. One invocation at a time.
/// </summary>
/// <param name="http">Over <see cref="Connections"/>.</param>
/// <param name="runtimeApi">Host and port; variable <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
/// <param name="log">Gets the error document of each failed invocation, a line each: Lambda does not log it itself.</param>
sealed class LambdaRuntime(HttpMessageInvoker http, string runtimeApi, Stream log, TimeProvider time)
{
    readonly string _runtime = $"http://{runtimeApi}/2018-06-01/runtime";
    readonly PayloadBuffer _payload = new();

    /// <summary>
    /// One connection for the life of the process. Not for <see cref="HttpClient"/>, which would time out: Lambda freezes the
    /// process inside the call for the next invocation, for hours if none comes.
    /// </summary>
    public static SocketsHttpHandler Connections() =>
        new()
        {
            UseProxy = false, // HTTP_PROXY is meant for the internet, not for the host we run on
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>
    /// Runs until the token is cancelled. An exception of the handler fails its invocation only; trouble with the
    /// Runtime API itself is thrown, since nothing can be answered any more.
    /// </summary>
    /// <param name="handle">The token it gets is <paramref name="cancellation"/>: shutdown, not the deadline.</param>
    /// <param name="cancellation">Shutdown of the process (SIGTERM).</param>
    /// <exception cref="HttpRequestException">The Runtime API is gone, refuses us or breaks its contract.</exception>
    public async Task RunAsync(
        Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>> handle,
        CancellationToken cancellation
    )
    {
        while (await NextAsync(cancellation).ConfigureAwait(false) is { } next)
        {
            using (next)
            {
                await AnswerAsync(next, handle, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells Lambda that the function cannot start; the process should then end with exit code 1.</summary>
    /// <param name="errorType">Such as <c>Runtime.ConfigInvalid</c>.</param>
    /// <param name="message">What to fix; it ends up in logs.</param>
    /// <param name="cancellation">Gives up reporting.</param>
    public Task ReportInitErrorAsync(string errorType, string message, CancellationToken cancellation) =>
        PostAsync("init/error", InvocationError.Write(errorType, message), errorType, cancellation);

    async Task<HttpResponseMessage?> NextAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_runtime}/invocation/next");
        try
        {
            return await SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    async Task AnswerAsync(
        HttpResponseMessage next,
        Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>> handle,
        CancellationToken cancellation
    )
    {
        var headers = next.Headers.NonValidated;
        var requestId = Required(headers, "Lambda-Runtime-Aws-Request-Id");
        var deadline = ReadDeadline(Required(headers, "Lambda-Runtime-Deadline-Ms"));
        var functionArn = Find(headers, "Lambda-Runtime-Invoked-Function-Arn") ?? "";
        // The AWS SDK passes it on: traces join, and Lambda notices recursive calls.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", Find(headers, "Lambda-Runtime-Trace-Id"));

        ReadOnlyMemory<byte> answer;
        string? errorType = null;
        try
        {
            var payload = await _payload.ReadAsync(next.Content, cancellation).ConfigureAwait(false);
            var invocation = new Invocation(requestId, deadline, functionArn, payload);
            answer = await handle(invocation, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever went wrong, it is this invocation that failed, and Lambda must learn of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answer = InvocationError.Write(failure);
            errorType = failure.GetType().Name;
            var line = InvocationError.WriteLine(failure, requestId, time.GetUtcNow());
            await log.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
            await log.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }

        // Not cancelled by a shutdown: what is done but not answered would be delivered again.
        var path = $"invocation/{requestId}/{(errorType is null ? "response" : "error")}";
        await PostAsync(path, answer, errorType, CancellationToken.None).ConfigureAwait(false);
    }

    async Task PostAsync(
        string path,
        ReadOnlyMemory<byte> json,
        string? errorType,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_runtime}/{path}");
        request.Content = new ReadOnlyMemoryContent(json)
        {
            Headers = { ContentType = new("application/json") },
        };
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        using var _ = await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Broken(
                $"answered {request.RequestUri?.AbsolutePath} with status {(int)response.StatusCode}"
            );
        }
    }

    static DateTimeOffset ReadDeadline(string milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since1970)
            ? DateTimeOffset.FromUnixTimeMilliseconds(since1970)
            : throw Broken("sent a deadline that is not a number of milliseconds");

    static string Required(HttpHeadersNonValidated headers, string name) =>
        Find(headers, name) ?? throw Broken($"sent an invocation without {name}");

    static string? Find(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;

    static HttpRequestException Broken(string how) =>
        new(HttpRequestError.InvalidResponse, $"Lambda's Runtime API {how}.");
}
