using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Impressions.Aws;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Signing;

namespace Impressions.Personalize;

/// <summary>
/// Personalize's operations that take data, over HTTP. Of the AWS SDK only its core is used, for credentials, region and
/// endpoint: its pipeline costs ten times what the call itself does, and retries each call on its own. Safe for concurrent
/// calls.
/// </summary>
/// <param name="connections">Disposed of with this.</param>
sealed class PersonalizeClient(PersonalizeAccess access, HttpMessageHandler connections, TimeProvider time)
    : IDisposable
{
    /// <summary>Paths of the operations.</summary>
    public const string EventsPath = "/events";
    public const string UsersPath = "/users";
    public const string ItemsPath = "/items";

    public static readonly string UserAgent = $"Impressions/{Product.Version}";

    static readonly MediaTypeHeaderValue Json = new(SignatureVersion4.ContentType);

    readonly HttpMessageInvoker _http = new(new BoundedAttempts(connections, access.AttemptTimeout));
    readonly RequestSigner? _signer = access.Address is ServiceAddress.Known known
        ? new RequestSigner(known, access.FindCredentials, time)
        : null;

    /// <summary>Makes one attempt to send interactions. A failure of whatever kind is an outcome, not an exception.</summary>
    /// <param name="body">The request's JSON; must not change before the attempt is over.</param>
    /// <param name="cancellation">The deadline: ends the attempt.</param>
    public Task<CallAnswer> PutEventsAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        PostAsync(EventsPath, body, cancellation);

    /// <summary>Makes one attempt to send metadata of users or items.</summary>
    /// <inheritdoc cref="PutEventsAsync"/>
    public Task<CallAnswer> PutMetadataAsync(
        MetadataCall call,
        ImpressionsOptions options,
        CancellationToken cancellation
    ) =>
        call.Dataset == Dataset.Users
            ? PostAsync(UsersPath, call.Write(options.Users!.Arn), cancellation)
            : PostAsync(ItemsPath, call.Write(options.Items!.Arn), cancellation);

    /// <summary>
    /// Does ahead of the first call what would hold it up: opens a connection (TLS takes tens of milliseconds) and finds
    /// credentials. What fails here fails again, and is reported, once there is something to send.
    /// </summary>
    /// <param name="cancellation">Ends it early.</param>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_signer is not null)
        {
            await Task.WhenAll(ConnectAsync(_signer, cancellation), _signer.PrepareAsync(cancellation))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _http.Dispose();

    async Task ConnectAsync(RequestSigner signer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, signer.UrlOf("/"));
        using var _ = await _http.SendAsync(request, cancellation).ConfigureAwait(false); // any answer will do
    }

    async Task<CallAnswer> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_signer is null)
        {
            var problem = ((ServiceAddress.Unknown)access.Address).Problem;
            return new(CallOutcome.Misconfigured, problem, Attempts: 0, Throttles: 0);
        }

        var attempts = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _signer.UrlOf(path));
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
            _ = request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            await _signer.SignAsync(request, body, cancellation).ConfigureAwait(false);
            attempts = 1;
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            return await ReadAsync(answer, _signer).ConfigureAwait(false);
        }
#pragma warning disable CA1508 // the analyzer does not see that credentials are found before it is set
        catch (Exception failure)
            when (attempts == 0 && failure is (TimeoutException or OperationCanceledException))
#pragma warning restore CA1508
        {
            return new(CallOutcome.Unavailable, "credentials_timeout", attempts, Throttles: 0);
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

    static async ValueTask<CallAnswer> ReadAsync(HttpResponseMessage answer, RequestSigner signer)
    {
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false); // is in memory
        if (answer.IsSuccessStatusCode)
        {
            // The service answers 200 with nothing or JSON; a page comes from something in between, such as a login.
            return status == 200 && (body.Length == 0 || IsJson(body))
                ? new(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0)
                : new(CallOutcome.Unavailable, $"http_{status}", Attempts: 1, Throttles: 0);
        }

        var message = Encoding.UTF8.GetString(body);
        var (outcome, code) = AwsFailure.Explain(ErrorCode.Of(answer.Headers, body), message, status);
        if (CallErrors.IsClock(code))
        {
            signer.CorrectClock(answer.Headers.Date);
        }

        return new(outcome, code, Attempts: 1, CallErrors.IsThrottling(code, status) ? 1 : 0);
    }

    static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
