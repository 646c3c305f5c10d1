using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Impressions.Core.Delivery;

namespace Impressions.Aws;

/// <summary>What the failure of a call to AWS means: by types and codes alone, since messages quote answers.</summary>
static class AwsFailure
{
    const int MaxCodeLength = 64;
    const HttpStatusCode NoAnswer = default;

    /// <summary>A dot as in <c>KMS.DisabledException</c>.</summary>
    static readonly SearchValues<char> CodeLetters = SearchValues.Create(
        ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    public static (CallOutcome Outcome, string Code) Explain(Exception failure) =>
        failure switch
        {
            AmazonServiceException { StatusCode: not NoAnswer } refusal => Explain(
                refusal.ErrorCode,
                refusal.Message,
                (int)refusal.StatusCode
            ),
            AmazonServiceException { InnerException: HttpRequestException inner } => Explain(inner),
            // With an endpoint known, what else the SDK complains of without an answer is credentials.
            AmazonServiceException or AmazonClientException or ProcessAWSCredentialException => (
                CallOutcome.Misconfigured,
                "no_credentials"
            ),
            HttpRequestException request => Explain(request),
            IOException => (CallOutcome.Unavailable, "connection"),
            TimeoutException or OperationCanceledException => (CallOutcome.Unavailable, "timeout"),
            _ => (CallOutcome.Unavailable, "unexpected"),
        };

    /// <param name="code">Null or empty when the answer named none; else of whatever shape.</param>
    /// <param name="message">The answer's, or all of its body.</param>
    public static (CallOutcome Outcome, string Code) Explain(string? code, string message, int status)
    {
        if (code is not { Length: > 0 and <= MaxCodeLength } || code.AsSpan().ContainsAnyExcept(CodeLetters))
        {
            return (CallErrors.Classify("", status), $"http_{status}");
        }

        var known = CallErrors.CodeOf(code, message);
        return (CallErrors.Classify(known, status), known);
    }

    static (CallOutcome Outcome, string Code) Explain(HttpRequestException failure) =>
        failure switch
        {
            // A name server that does not answer says TryAgain: that may pass, a name that nobody knows will not.
            {
                HttpRequestError: HttpRequestError.NameResolutionError,
                InnerException: not SocketException { SocketErrorCode: SocketError.TryAgain }
            } => (CallOutcome.Misconfigured, "unknown_host"),
            // The certificate, or no TLS at all; a connection that breaks in the handshake is an IOException.
            {
                HttpRequestError: HttpRequestError.SecureConnectionError,
                InnerException: AuthenticationException
            } => (CallOutcome.Misconfigured, "tls"),
            { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } status } => Explain(
                code: null,
                message: "",
                (int)status
            ),
            _ => (CallOutcome.Unavailable, "connection"),
        };
}
