using Amazon.Runtime;

namespace Impressions;

/// <summary>
/// HTTP for the SDK's client that takes in each answer whole, inside the attempt's timeout. Left to itself the SDK
/// ends its timeout at the headers and then reads the body of an error on a blocked thread, for as long as it lasts.
/// </summary>
sealed class WholeAnswerHttpClientFactory : HttpClientFactory
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
        return new HttpClient(new WholeAnswerHandler(connections))
        {
            Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000
    }

    sealed class WholeAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                await answer
                    .Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken)
                    .ConfigureAwait(false);
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
