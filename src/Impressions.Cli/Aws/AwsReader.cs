using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Impressions.Aws;

namespace Impressions.Cli.Aws;

/// <summary>
/// Reads an AWS account with the user's variables, profile or single sign-on, in the three protocols of the services that it
/// asks: JSON with a target, REST with JSON, and queries answered in XML. Safe for concurrent use.
/// </summary>
sealed class AwsReader : IDisposable
{
    const int MaxAttempts = 4;
    const long MaxAnswerBytes = 16 << 20;

    /// <summary>Before the second attempt; twice as long before each further one.</summary>
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    readonly HttpClient _http = new()
    {
        Timeout = AttemptTimeout,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };
    readonly AWSCredentials _credentials;
    readonly TimeProvider _time;

    readonly Func<AwsService, Uri> _endpoint;

    /// <param name="endpoint">Null for those of AWS's standard variables and the region.</param>
    internal AwsReader(
        AWSCredentials credentials,
        string region,
        TimeProvider time,
        Func<AwsService, Uri>? endpoint = null
    ) =>
        (_credentials, Region, _time, _endpoint) = (
            credentials,
            region,
            time,
            endpoint ?? (service => service.Endpoint(region))
        );

    public string Region { get; }

    /// <param name="region">Null for that of the variables or the profile.</param>
    /// <param name="profile">Null for that of the variables.</param>
    /// <exception cref="UsageException">There are no credentials or no region; says what to do.</exception>
    public static async Task<AwsReader> OpenAsync(string? region, string? profile, TimeProvider time)
    {
        InstanceMetadata.DoWithout();
        if (profile is not null)
        {
            Environment.SetEnvironmentVariable("AWS_PROFILE", profile);
        }

        try
        {
            var config = new AmazonS3Config();
            region ??= config.RegionEndpoint?.SystemName;
            var credentials = await DefaultAWSCredentialsIdentityResolver
                .GetCredentialsAsync(config)
                .ConfigureAwait(false);
            _ = await credentials.GetCredentialsAsync().ConfigureAwait(false);
            return new AwsReader(
                credentials,
                region
                    ?? throw new UsageException("There is no AWS region: give --region, or set AWS_REGION."),
                time
            );
        }
        catch (Exception failure) when (AwsProfile.IsOfCredentials(failure))
        {
            throw new UsageException(AwsProfile.Explain(failure), failure);
        }
    }

    /// <summary>Calls an operation that takes and gives JSON.</summary>
    /// <exception cref="AwsRefusal">The service refused it.</exception>
    /// <exception cref="UsageException">The service cannot be reached.</exception>
    public async Task<JsonElement> CallAsync(
        AwsService service,
        string operation,
        JsonObject parameters,
        CancellationToken cancellation
    )
    {
        var body = Encoding.UTF8.GetBytes(parameters.ToJsonString());
        var answer = await SendAsync(
                service,
                operation,
                () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, _endpoint(service))
                    {
                        Content = Content(body, $"application/x-amz-json-{service.JsonVersion}"),
                    };
                    _ = request.Headers.TryAddWithoutValidation(
                        "x-amz-target",
                        $"{service.Target}.{operation}"
                    );
                    return request;
                },
                body,
                cancellation
            )
            .ConfigureAwait(false);
        return Json(operation, answer);
    }

    /// <summary>All pages of an operation that takes and gives JSON.</summary>
    /// <param name="list">The member of the answer that has the list.</param>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        AwsService service,
        string operation,
        JsonObject parameters,
        string list,
        CancellationToken cancellation
    )
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = await CallAsync(service, operation, parameters, cancellation).ConfigureAwait(false);
            if (page.TryGetProperty(list, out var items))
            {
                all.AddRange(items.EnumerateArray());
            }

            if (
                !page.TryGetProperty("nextToken", out var next)
                || next.GetString() is not { Length: > 0 } token
            )
            {
                return all;
            }

            parameters["nextToken"] = token;
        }
    }

    /// <summary>Reads a resource of a REST service.</summary>
    /// <param name="path">With its query, if any: in order of names, escaped.</param>
    /// <inheritdoc cref="CallAsync" path="/exception"/>
    public async Task<JsonElement> GetAsync(
        AwsService service,
        string operation,
        string path,
        CancellationToken cancellation
    ) =>
        Json(
            operation,
            await SendAsync(
                    service,
                    operation,
                    () => new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint(service), path)),
                    [],
                    cancellation
                )
                .ConfigureAwait(false)
        );

    /// <summary>Calls an operation of the query protocol.</summary>
    /// <inheritdoc cref="CallAsync" path="/exception"/>
    public async Task<XElement> QueryAsync(
        AwsService service,
        string operation,
        string version,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancellation
    )
    {
        using var form = new FormUrlEncodedContent(
            parameters.Prepend(new("Version", version)).Prepend(new("Action", operation))
        );
        var body = await form.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var answer = await SendAsync(
                service,
                operation,
                () =>
                    new HttpRequestMessage(HttpMethod.Post, _endpoint(service))
                    {
                        Content = Content(body, "application/x-www-form-urlencoded"),
                    },
                body,
                cancellation
            )
            .ConfigureAwait(false);
        return Xml(operation, answer);
    }

    public void Dispose() => _http.Dispose();

    static ByteArrayContent Content(byte[] body, string type) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    async Task<string> SendAsync(
        AwsService service,
        string operation,
        Func<HttpRequestMessage> create,
        byte[] body,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var mayRetry = attempt < MaxAttempts;
            try
            {
                using var request = create();
                RequestSignature.Add(
                    request,
                    body,
                    await _credentials.GetCredentialsAsync().ConfigureAwait(false),
                    service.SigningRegion ?? Region,
                    service.SigningName,
                    _time.GetUtcNow()
                );
                using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
                var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return text;
                }

                var refusal = ServiceError.Read(operation, response, text);
                if (!mayRetry || !ServiceError.MayPass(response.StatusCode, refusal.Code))
                {
                    throw refusal;
                }
            }
            catch (Exception failure)
                when (failure is HttpRequestException or TaskCanceledException
                    && !cancellation.IsCancellationRequested
                )
            {
                if (!mayRetry)
                {
                    throw new UsageException(
                        $"{service.Host} cannot be reached in {Region}: {failure.Message} Check the network, the region, and "
                            + $"AWS_ENDPOINT_URL_{service.Id} and AWS_ENDPOINT_URL.",
                        failure
                    );
                }
            }

            await Task.Delay(FirstPause * (1 << (attempt - 1)), _time, cancellation).ConfigureAwait(false);
        }
    }

    static JsonElement Json(string operation, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new AwsRefusal(
                operation,
                "not_json",
                "the answer is not the service's; is there a proxy in between?"
            );
        }
    }

    static XElement Xml(string operation, string text)
    {
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException)
        {
            throw new AwsRefusal(
                operation,
                "not_xml",
                "the answer is not the service's; is there a proxy in between?"
            );
        }
    }
}
