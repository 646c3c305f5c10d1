using Amazon.Runtime;

namespace Impressions;

/// <summary>
/// HTTP for the SDK's client, each attempt bounded in time and size to the last byte of its answer. Left to itself
/// the SDK times out up to the headers only, then reads an error's body on a blocked thread for as long as it lasts.
/// </summary>
sealed class BoundedHttpClientFactory : HttpClientFactory
{
    /// <summary>Largest answer taken in (bytes): PutEvents answers nothing, an error a short message.</summary>
    const int MaxAnswerBytes = 64 << 10;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#pragma warning disable CA2000 // the client disposes of both handlers
        var connections = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = clientConfig.MaxConnectionsPerServer ?? int.MaxValue,
            AllowAutoRedirect = false, // a redirect is a failure here: the signature holds for one host
            UseCookies = false,
        };
        var timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan;
        return new HttpClient(new Attempt(connections, timeout)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    sealed class Attempt(HttpMessageHandler inner, TimeSpan timeout) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(timeout);
            try
            {
                return await SendWholeAsync(request, bound.Token).ConfigureAwait(false);
            }
            catch (Exception) when (bound.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable MA0054 // the cause stays out: the SDK takes an aborted read for a broken connection, to retry at once
                throw new TimeoutException();
#pragma warning restore MA0054
            }
        }

        async Task<HttpResponseMessage> SendWholeAsync(
            HttpRequestMessage request,
            CancellationToken cancellation
        )
        {
            var answer = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            try
            {
                await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation).ConfigureAwait(false);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }
}
