using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Impressions;

/// <summary>What the failure of a call to AWS means: told by types and codes alone, since messages quote answers.</summary>
static class AwsFailure
{
    const int MaxCodeLength = 64;
    const HttpStatusCode NoAnswer = default;

    static readonly SearchValues<char> CodeLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    public static (CallOutcome Outcome, string Code) Explain(Exception failure) =>
        failure switch
        {
            AmazonServiceException { StatusCode: not NoAnswer } refusal => Explain(
                refusal.ErrorCode,
                (int)refusal.StatusCode
            ),
            // With an endpoint known, what else the SDK complains of without an answer is credentials.
            AmazonServiceException or AmazonClientException or ProcessAWSCredentialException => (
                CallOutcome.Misconfigured,
                "no_credentials"
            ),
            // A name server that does not answer says TryAgain: that may pass, a name that nobody knows will not.
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError,
                InnerException: not SocketException { SocketErrorCode: SocketError.TryAgain }
            } => (CallOutcome.Misconfigured, "unknown_host"),
            HttpRequestException or IOException => (CallOutcome.Unavailable, "connection"),
            TimeoutException or OperationCanceledException => (CallOutcome.Unavailable, "timeout"),
            _ => (CallOutcome.Unavailable, "unexpected"),
        };

    /// <param name="code">Null or empty when the answer named none; else of whatever shape.</param>
    public static (CallOutcome Outcome, string Code) Explain(string? code, int status) =>
        code is { Length: > 0 and <= MaxCodeLength } && !code.AsSpan().ContainsAnyExcept(CodeLetters)
            ? (CallErrors.Classify(code, status), code)
            : (CallErrors.Classify("", status), $"http_{status}");
}
