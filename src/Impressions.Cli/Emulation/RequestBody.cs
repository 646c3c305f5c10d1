using Microsoft.AspNetCore.Http;

namespace Impressions;

/// <summary>The whole body of a request.</summary>
static class RequestBody
{
    /// <summary>Reads it to its end.</summary>
    /// <returns>Null when the body is longer than the server allows.</returns>
    public static async Task<byte[]?> TryReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            return body.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
