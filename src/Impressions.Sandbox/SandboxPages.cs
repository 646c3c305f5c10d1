using Microsoft.AspNetCore.Http;

namespace Impressions.Sandbox;

/// <summary>The sandbox's pages and what they load, all from this server.</summary>
static class SandboxPages
{
    /// <summary>No script, style or picture from anywhere else, and no other site around the page.</summary>
    const string Policy =
        "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    public static Task WriteAsync(HttpContext context, string path)
    {
        var content = path switch
        {
            "/" => Resources.TryRead("sandbox.html"),
            "/shop" => Resources.TryRead("shop.html"),
            _ when path.StartsWith("/shop/", StringComparison.Ordinal) => Resources.TryRead("shop.html"),
            _ when path.StartsWith("/tracker/", StringComparison.Ordinal) => SandboxTracker.TryRead(
                path["/tracker/".Length..]
            ),
            _ when path.StartsWith("/page/", StringComparison.Ordinal) => Resources.TryRead(
                path["/page/".Length..]
            ),
            _ => null,
        };
        return content is null
            ? WriteTextAsync(context, StatusCodes.Status404NotFound, "There is nothing here.")
            : WriteAsync(context, TypeOf(path), content);
    }

    public static Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
    }

    public static Task WriteJsonAsync(HttpContext context, byte[] content) =>
        WriteAsync(context, "application/json; charset=utf-8", content);

    static async Task WriteAsync(HttpContext context, string type, byte[] content)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "same-origin";
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
}
