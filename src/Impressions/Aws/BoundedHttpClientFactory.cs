using Amazon.Runtime;

namespace Impressions.Aws;

/// <summary>
/// Bounded HTTP for a client of the SDK. Left to itself the SDK times out up to the headers only, then reads an error's
/// body on a blocked thread for as long as it lasts.
/// </summary>
/// <param name="maxAnswerBytes">See <see cref="BoundedAttempts"/>.</param>
sealed class BoundedHttpClientFactory(int maxAnswerBytes = BoundedAttempts.ShortAnswerBytes)
    : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#pragma warning disable CA2000 // the client disposes of it
        return new HttpClient(Attempts(clientConfig)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>What the client sends by; its own timeout must be infinite.</summary>
    public BoundedAttempts Attempts(IClientConfig clientConfig)
    {
#pragma warning disable CA2000 // the attempts dispose of it
        var connections = BoundedAttempts.Connections(clientConfig.MaxConnectionsPerServer ?? int.MaxValue);
#pragma warning restore CA2000
        return new BoundedAttempts(
            connections,
            clientConfig.Timeout ?? Timeout.InfiniteTimeSpan,
            maxAnswerBytes
        );
    }
}
