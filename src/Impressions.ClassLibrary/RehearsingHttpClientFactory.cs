using System.Net;
using System.Net.Mime;
using Amazon.Runtime;
using Impressions.Aws;

namespace Impressions.ClassLibrary;

/// <summary>
/// HTTP of AWS's client. A rehearsed call runs through all of the client, but only <c>GET /</c> is sent: that finds
/// credentials, opens the connection and compiles what each call needs, and the service gets no data.
/// </summary>
sealed class RehearsingHttpClientFactory : HttpClientFactory
{
    /// <summary>Of the one call and what it awaits; calls beside it are sent.</summary>
    static readonly AsyncLocal<bool> IsRehearsal = new();

    static readonly BoundedHttpClientFactory Bounded = new();

    public static async Task RehearseAsync(Func<Task> call)
    {
        IsRehearsal.Value = true; // until this method ends
        await call().ConfigureAwait(false);
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#pragma warning disable CA2000 // the client disposes of it
        return new HttpClient(new Stage(Bounded.Attempts(clientConfig)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000
    }

    sealed class Stage(HttpMessageHandler attempts) : DelegatingHandler(attempts)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (!IsRehearsal.Value)
            {
                return WithoutPage(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
            }

            using var greeting = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, "/"));
            using var _ = await base.SendAsync(greeting, cancellationToken).ConfigureAwait(false); // any answer will do
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        }

        /// <summary>
        /// AWS's client looks at no answer of status 200, since it expects nothing in it. A page is not the service's but that of
        /// something in between, such as a login.
        /// </summary>
        static HttpResponseMessage WithoutPage(HttpResponseMessage answer)
        {
            if (
                answer.StatusCode == HttpStatusCode.OK
                && answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.Html
            )
            {
                answer.StatusCode = HttpStatusCode.BadGateway;
            }

            return answer;
        }
    }
}
