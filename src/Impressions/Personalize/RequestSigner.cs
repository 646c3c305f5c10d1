using System.Collections.Concurrent;
using Impressions.Core.Signing;

namespace Impressions.Personalize;

/// <summary>Signs requests to Personalize. Safe for concurrent calls.</summary>
sealed class RequestSigner(
    ServiceAddress.Known address,
    Func<CancellationToken, Task<AwsCredentials>> findCredentials,
    TimeProvider time
)
{
    /// <summary>SigV4 service name; differs from the endpoint's host prefix.</summary>
    const string SigningName = "personalize";

    /// <summary>How long credentials and date serve: finding them reads the process's environment.</summary>
    static readonly TimeSpan IdentityAge = TimeSpan.FromSeconds(1);

    readonly string _url = address.Url.AbsoluteUri.TrimEnd('/');
    readonly SignatureVersion4 _signature = new(address.Url.Authority, address.Region, SigningName);
    volatile Identity? _identity;

    /// <summary>The service's time less ours, once it has refused ours; else 0.</summary>
    long _clockOffsetTicks;

    /// <summary>Kept, since a URL takes itself apart again for each request.</summary>
    readonly ConcurrentDictionary<string, Uri> _urls = new(StringComparer.Ordinal);

    /// <param name="path">Of the operation.</param>
    public Uri UrlOf(string path) => _urls.GetOrAdd(path, static (path, url) => new Uri(url + path), _url);

    /// <summary>Finds credentials and derives the day's key ahead of the first request.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var identity = await FindIdentityAsync(cancellation).ConfigureAwait(false);
        _ = _signature.Sign("/", [], identity.Date, identity.Credentials);
    }

    /// <summary>Adds the headers of the signature.</summary>
    /// <param name="body">The request's content.</param>
    public async ValueTask SignAsync(
        HttpRequestMessage request,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        var (credentials, date, _) = await FindIdentityAsync(cancellation).ConfigureAwait(false);
        var signature = _signature.Sign(request.RequestUri!.AbsolutePath, body.Span, date, credentials);
        _ = request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        _ = request.Headers.TryAddWithoutValidation("Authorization", signature);
        if (credentials.Token is not null)
        {
            _ = request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.Token);
        }
    }

    /// <summary>The service refused a signature for its date: from now on requests are signed with the service's time.</summary>
    /// <param name="serviceTime">Header <c>Date</c> of the answer; null where it has none.</param>
    public void CorrectClock(DateTimeOffset? serviceTime)
    {
        if (serviceTime is { } date)
        {
            Interlocked.Exchange(ref _clockOffsetTicks, (date - time.GetUtcNow()).Ticks);
        }

        _identity = null;
    }

    async ValueTask<Identity> FindIdentityAsync(CancellationToken cancellation)
    {
        if (_identity is { } known && time.GetElapsedTime(known.FoundAt) < IdentityAge)
        {
            return known;
        }

        var credentials = await findCredentials(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow().AddTicks(Interlocked.Read(ref _clockOffsetTicks));
        return _identity = new Identity(credentials, SignatureVersion4.Date(now), time.GetTimestamp());
    }

    /// <param name="FoundAt">Monotonic: a step of the wall clock must not keep it alive.</param>
    sealed record Identity(AwsCredentials Credentials, string Date, long FoundAt);
}
