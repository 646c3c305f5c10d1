using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Http;

/// <summary>An HTTP answer, ready to be written.</summary>
/// <param name="ErrorCode">AWS error code for header and log; empty when the answer names none.</param>
/// <param name="Body">Latin-1: each character is a byte.</param>
sealed record EndpointAnswer(int Status, string ErrorCode, string ContentType, string Body)
{
    /// <summary>The service answers success without a body.</summary>
    public static EndpointAnswer Accepted { get; } = new(200, "", "application/json", "");

    public static EndpointAnswer Refused(Refusal refusal) =>
        Error(refusal.Status, refusal.Code, refusal.Message);

    /// <summary>An error as the service's protocol (rest-json) has it: code in the header and in <c>__type</c>.</summary>
    public static EndpointAnswer Error(int status, string code, string message) =>
        new(
            status,
            code,
            "application/json",
            $$"""{"__type":{{Quoted(code)}},"message":{{Quoted(message)}}}"""
        );

    public async Task WriteAsync(HttpContext context, DateTimeOffset now)
    {
        WriteHead(context.Response, now, Body.Length);
        await context
            .Response.Body.WriteAsync(Encoding.Latin1.GetBytes(Body), context.RequestAborted)
            .ConfigureAwait(false);
    }

    /// <summary>Promises a body and sends its first bytes; the server closes the connection over the rest.</summary>
    public Task WriteHalfAsync(HttpContext context, DateTimeOffset now)
    {
        const int PromisedBytes = 64;
        WriteHead(context.Response, now, PromisedBytes);
        return context.Response.WriteAsync("{\"", context.RequestAborted);
    }

    /// <summary>Status line and headers of rest-json. SDKs correct their clock by <c>Date</c>.</summary>
    void WriteHead(HttpResponse response, DateTimeOffset now, int bodyBytes)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = bodyBytes;
        response.Headers.Date = now.ToString("R");
        response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        if (ErrorCode.Length > 0)
        {
            response.Headers["x-amzn-ErrorType"] = ErrorCode;
        }
    }

    static string Quoted(string text) => JsonSerializer.Serialize(text);
}
