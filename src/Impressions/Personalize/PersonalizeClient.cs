using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Impressions;

/// <summary>
/// One of Personalize's operations that take data, such as PutEvents, over HTTP, with the AWS SDK's core for
/// credentials, region and endpoint only: its pipeline costs ten times what the call itself does, and repeats each call
/// for itself. Safe for concurrent calls.
/// </summary>
sealed class PersonalizeClient : IDisposable
{
    /// <summary>Of the operations.</summary>
    public const string EventsPath = "/events";
    public const string UsersPath = "/users";
    public const string ItemsPath = "/items";

    /// <summary>Signed for by this name, not by the endpoint's.</summary>
    const string SigningName = "personalize";

    public static readonly string UserAgent = $"Impressions/{Product.Version}";

    /// <summary>How long a <see cref="Signer"/> serves: the service takes a date that is minutes off.</summary>
    static readonly TimeSpan SignerAge = TimeSpan.FromSeconds(1);

    static readonly MediaTypeHeaderValue Json = new(SignatureVersion4.ContentType);

    readonly PersonalizeAccess _access;
    readonly TimeProvider _time;
    readonly HttpMessageInvoker _http;
    readonly Uri? _url;
    readonly SignatureVersion4? _signature;
    volatile Signer? _signer;

    /// <param name="path">Of the operation.</param>
    public PersonalizeClient(PersonalizeAccess access, TimeProvider time, string path = EventsPath)
    {
        (_access, _time) = (access, time);
#pragma warning disable CA2000 // the invoker disposes of both handlers
        var connections = BoundedAttempts.Connections(access.Concurrency);
        _http = new HttpMessageInvoker(new BoundedAttempts(connections, access.AttemptTimeout));
#pragma warning restore CA2000
        if (access.Problem is null)
        {
            _url = new Uri(access.Endpoint.TrimEnd('/') + path);
            _signature = new SignatureVersion4(_url.Authority, _url.AbsolutePath, access.Region, SigningName);
        }
    }

    /// <summary>As everywhere but on one's own machine.</summary>
    public bool UsesTls => _url?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Makes one attempt of a call. Whatever fails is an outcome, not an exception.</summary>
    /// <param name="body">The request's JSON; must not change before the attempt is over.</param>
    /// <param name="cancellation">The deadline: ends the attempt.</param>
    public async Task<CallAnswer> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_signature is null)
        {
            return new(CallOutcome.Misconfigured, _access.Problem!, Attempts: 0, Throttles: 0);
        }

        var attempts = 0;
        try
        {
            var signer = await FindSignerAsync().ConfigureAwait(false);
            using var request = Sign(_signature, body, signer);
            attempts = 1;
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            return await ReadAsync(answer).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new(CallOutcome.Unavailable, "deadline", attempts, Throttles: 0);
        }
#pragma warning disable CA1031 // one call's failure, of whatever kind, must not lose the outcomes of the calls beside it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var (outcome, code) = AwsFailure.Explain(failure);
            return new(outcome, code, attempts, Throttles: 0);
        }
    }

    /// <summary>
    /// Does ahead of the first call what would hold it up: opens a connection (TLS takes tens of milliseconds), finds
    /// credentials, derives the day's key, each beside the others. What fails here fails again, and is told, once there is
    /// something to send.
    /// </summary>
    /// <param name="cancellation">Ends it early.</param>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_signature is { } signature)
        {
            var trusting = UsesTls ? Task.Run(ReadTrustedCertificates, cancellation) : Task.CompletedTask;
            await Task.WhenAll(ConnectAsync(cancellation), DeriveKeyAsync(signature), trusting)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// They are read once in a process and take most of a first connection's time. By itself the framework begins with it
    /// only when the server has shown its own.
    /// </summary>
    static void ReadTrustedCertificates()
    {
        using var trusted = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        foreach (var certificate in trusted.Certificates)
        {
            certificate.Dispose();
        }
    }

    async Task ConnectAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url!, "/"));
        using var _ = await _http.SendAsync(request, cancellation).ConfigureAwait(false); // any answer will do
    }

    async Task DeriveKeyAsync(SignatureVersion4 signature)
    {
        var signer = await FindSignerAsync().ConfigureAwait(false);
        _ = signature.Sign([], signer.Date, signer.Credentials);
    }

    ValueTask<Signer> FindSignerAsync()
    {
        var now = _time.GetUtcNow();
        return _signer is { } signer && now < signer.Until
            ? ValueTask.FromResult(signer)
            : MakeSignerAsync(now);
    }

    async ValueTask<Signer> MakeSignerAsync(DateTimeOffset now)
    {
        var credentials = await _access.FindCredentials().ConfigureAwait(false);
        return _signer = new Signer(credentials, SignatureVersion4.Date(now), now + SignerAge);
    }

    HttpRequestMessage Sign(SignatureVersion4 signature, ReadOnlyMemory<byte> body, Signer signer)
    {
        var credentials = signer.Credentials;
        var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        var headers = request.Headers;
        _ = headers.TryAddWithoutValidation("User-Agent", UserAgent);
        _ = headers.TryAddWithoutValidation("X-Amz-Date", signer.Date);
        if (credentials.Token is not null)
        {
            _ = headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.Token);
        }

        _ = headers.TryAddWithoutValidation(
            "Authorization",
            signature.Sign(body.Span, signer.Date, credentials)
        );
        return request;
    }

    static async ValueTask<CallAnswer> ReadAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode)
        {
            return new(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0);
        }

        var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false); // is in memory
        var (outcome, code) = AwsFailure.Explain(ErrorCode.Of(answer.Headers, body), status);
        return new(outcome, code, Attempts: 1, CallErrors.IsThrottling(code, status) ? 1 : 0);
    }

    /// <summary>What the calls of a second share: finding it reads the process's environment.</summary>
    sealed record Signer(AwsCredentials Credentials, string Date, DateTimeOffset Until);
}
