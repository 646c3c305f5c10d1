namespace Impressions.Aws;

/// <summary>
/// HTTP with each attempt bounded in time and size to the last byte of its answer, which it then has in memory.
/// </summary>
/// <param name="connections">Disposed of with this.</param>
/// <param name="timeout">From connecting to the last byte.</param>
/// <param name="maxAnswerBytes">Largest answer taken in (bytes).</param>
sealed class BoundedAttempts(
    HttpMessageHandler connections,
    TimeSpan timeout,
    int maxAnswerBytes = BoundedAttempts.ShortAnswerBytes
) : DelegatingHandler(connections)
{
    /// <summary>Of calls that answer nothing, or an error a short message.</summary>
    public const int ShortAnswerBytes = 64 << 10;

    /// <summary>Connections to one host, kept open between calls.</summary>
    /// <param name="most">At a time.</param>
    public static SocketsHttpHandler Connections(int most) =>
        new()
        {
            MaxConnectionsPerServer = most,
            AllowAutoRedirect = false, // a redirect is a failure here: the signature holds for one host
            UseCookies = false,
        };

    /// <exception cref="TimeoutException">The attempt took too long; <paramref name="cancellationToken"/> was not cancelled.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, bound.Token).ConfigureAwait(false);
            if (answer.Content.Headers.ContentLength != 0) // that of an accepted call is
            {
                await answer.Content.LoadIntoBufferAsync(maxAnswerBytes, bound.Token).ConfigureAwait(false);
            }

            return answer;
        }
        catch (Exception)
        {
            answer?.Dispose();
            if (!bound.IsCancellationRequested)
            {
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable MA0054 // the cause stays out: the SDK takes an aborted read for a broken connection, to retry at once
            throw new TimeoutException();
#pragma warning restore MA0054
        }
    }
}
