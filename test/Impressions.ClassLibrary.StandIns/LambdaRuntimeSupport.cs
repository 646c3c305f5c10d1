using System.Globalization;
using System.Net.Http.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Between a typed handler and the streams of the Runtime API.</summary>
public class HandlerWrapper : IDisposable
{
    internal Func<Stream, ILambdaContext, Task<Stream>> Handler { get; private init; }

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) =>
        new()
        {
            Handler = async (input, context) =>
            {
                var output = new MemoryStream();
                serializer.Serialize(await handler(serializer.Deserialize<TInput>(input), context), output);
                output.Position = 0;
                return output;
            },
        };

    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Version 2018-06-01 of the Runtime API, one invocation at a time.</summary>
public class LambdaBootstrap(HandlerWrapper handlerWrapper) : IDisposable
{
    readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(
            $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/"
        ),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var next = await _http.GetAsync("next", cancellationToken);
            var context = new Invocation(next);
            var input = new MemoryStream(await next.Content.ReadAsByteArrayAsync(cancellationToken));
            await AnswerAsync(input, context, cancellationToken);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    async Task AnswerAsync(Stream input, Invocation context, CancellationToken cancellation)
    {
        HttpContent answer;
        var path = "response";
        try
        {
            answer = new StreamContent(await handlerWrapper.Handler(input, context));
        }
        catch (Exception failure)
        {
            (path, answer) = (
                "error",
                JsonContent.Create(new { errorMessage = failure.Message, errorType = failure.GetType().Name })
            );
        }

        using var posted = await _http.PostAsync($"{context.AwsRequestId}/{path}", answer, cancellation);
    }

    sealed class Invocation(HttpResponseMessage next) : ILambdaContext
    {
        readonly DateTimeOffset _deadline = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(
                next.Headers.GetValues("Lambda-Runtime-Deadline-Ms").Single(),
                CultureInfo.InvariantCulture
            )
        );

        public string AwsRequestId { get; } =
            next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();

        public TimeSpan RemainingTime => _deadline - DateTimeOffset.UtcNow;
    }
}
