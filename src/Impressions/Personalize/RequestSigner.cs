namespace Impressions;

/// <summary>Signs requests to Personalize. Safe for concurrent calls.</summary>
sealed class RequestSigner(
    ServiceAddress.Known address,
    Func<Task<AwsCredentials>> findCredentials,
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

    /// <param name="path">Of the operation.</param>
    public Uri UrlOf(string path) => new(_url + path);

    /// <summary>Finds credentials and derives the day's key ahead of the first request.</summary>
    public async Task PrepareAsync()
    {
        var (credentials, date, _) = await FindIdentityAsync().ConfigureAwait(false);
        _ = _signature.Sign("/", [], date, credentials);
    }

    /// <summary>Adds the headers of the signature.</summary>
    /// <param name="body">The request's content.</param>
    public async ValueTask SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var (credentials, date, _) = await FindIdentityAsync().ConfigureAwait(false);
        var signature = _signature.Sign(request.RequestUri!.AbsolutePath, body.Span, date, credentials);
        _ = request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        _ = request.Headers.TryAddWithoutValidation("Authorization", signature);
        if (credentials.Token is not null)
        {
            _ = request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.Token);
        }
    }

    async ValueTask<Identity> FindIdentityAsync()
    {
        if (_identity is { } known && time.GetElapsedTime(known.FoundAt) < IdentityAge)
        {
            return known;
        }

        var now = time.GetTimestamp();
        var date = SignatureVersion4.Date(time.GetUtcNow());
        var credentials = await findCredentials().ConfigureAwait(false);
        return _identity = new Identity(credentials, date, now);
    }

    /// <param name="FoundAt">Monotonic: a step of the wall clock must not keep it alive.</param>
    sealed record Identity(AwsCredentials Credentials, string Date, long FoundAt);
}
