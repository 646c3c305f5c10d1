using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Cli.Aws;

/// <summary>
/// Hands the user's credentials to the function, as a container's host does, and renewed ones before they expire. The
/// function knows variables and containers; roles, single sign-on and processes are the tool's to resolve.
/// </summary>
sealed class CredentialsEndpoint : LocalEndpoint
{
    /// <summary>Credentials that do not expire are asked for again after this.</summary>
    static readonly TimeSpan Renewal = TimeSpan.FromMinutes(15);

    readonly AWSCredentials _credentials;
    readonly string _token = RandomNumberGenerator.GetHexString(32, lowercase: true);

    CredentialsEndpoint(AWSCredentials credentials) => _credentials = credentials;

    public static async Task<CredentialsEndpoint> StartAsync(
        AWSCredentials credentials,
        CancellationToken cancellation
    )
    {
        var endpoint = new CredentialsEndpoint(credentials);
        await endpoint.ListenAsync(port: 0, cancellation).ConfigureAwait(false);
        return endpoint;
    }

    /// <summary>Variables by which the SDK finds this endpoint.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
        [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", Address.ToString()),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", _token),
        ];

    protected override async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != _token)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var found = await _credentials.GetCredentialsAsync().ConfigureAwait(false);
        var expiresAt = DateTimeOffset.UtcNow + Renewal; // long before they do: they were renewed as needed just now
        context.Response.ContentType = "application/json";
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccessKeyId"] = found.AccessKey,
                ["SecretAccessKey"] = found.SecretKey,
                ["Token"] = found.Token ?? "",
                ["Expiration"] = expiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }
        );
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }
}
