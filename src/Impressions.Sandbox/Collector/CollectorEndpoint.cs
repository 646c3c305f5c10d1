using System.Text;
using Impressions.Emulation.Http;
using Impressions.Sandbox.Enrichment;
using Microsoft.AspNetCore.Http;

namespace Impressions.Sandbox.Collector;

/// <summary>
/// A Snowplow collector as a browser sees it: answers any site's tracker, with cookies, and takes whatever comes.
/// </summary>
/// <param name="take">Gets the events of each request.</param>
/// <param name="refuse">Gets what is no event.</param>
sealed class CollectorEndpoint(
    Action<IReadOnlyList<TrackedEvent>> take,
    Action<RefusedContent> refuse,
    TimeProvider time
)
{
    public const string PostPath = "/com.snowplowanalytics.snowplow/tp2";
    public const string GetPath = "/i";

    const string CookieName = "sp";

    /// <summary>Sent by visitors who ask to stay unknown, always with the value <c>*</c>.</summary>
    const string AnonymousHeader = "SP-Anonymous";

    /// <summary>How much is shown of what cannot be read (characters).</summary>
    const int ShownContent = 2_000;

    static readonly TimeSpan CookieLife = TimeSpan.FromDays(365);

    /// <summary>One transparent pixel.</summary>
    static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAPAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=="
    );

    /// <summary>True when the request is the collector's to answer.</summary>
    public static bool IsMeant(PathString path) => path.Value is PostPath or GetPath;

    public Task HandleAsync(HttpContext context)
    {
        AllowOrigin(context);
        var method = context.Request.Method;
        if (HttpMethods.IsOptions(method))
        {
            AllowHeaders(context);
            return Task.CompletedTask;
        }

        return (context.Request.Path.Value, method) switch
        {
            (PostPath, "POST") => PostAsync(context),
            (GetPath, "GET") => GetAsync(context),
            _ => AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "Want POST here, or GET /i."),
        };
    }

    async Task PostAsync(HttpContext context)
    {
        var request = Read(context);
        if (
            await RequestBody.TryReadAsync(context, TrackerPayload.MaxBytes).ConfigureAwait(false)
            is not { } body
        )
        {
            var says =
                $"The request has more than {TrackerPayload.MaxBytes:N0} bytes; a collector refuses it, with status 413.";
            refuse(new RefusedContent(request.ReceivedAt, says, Content: ""));
            await AnswerAsync(context, StatusCodes.Status413PayloadTooLarge, "Too large")
                .ConfigureAwait(false);
            return;
        }

        if (TrackerPayload.TryReadBody(body, out var events, out var problem))
        {
            take([.. events.Select(parameters => new TrackedEvent(parameters, request))]);
        }
        else
        {
            refuse(new RefusedContent(request.ReceivedAt, problem, Beginning(body)));
        }

        // A collector looks at nothing: what is wrong shows later, in Enrich.
        await AnswerAsync(context, StatusCodes.Status200OK, "ok").ConfigureAwait(false);
    }

    async Task GetAsync(HttpContext context)
    {
        var request = Read(context);
        var query = context.Request.QueryString.Value ?? "";
        if (TrackerPayload.TryReadQuery(query, out var parameters, out var problem))
        {
            take([new TrackedEvent(parameters, request)]);
        }
        else
        {
            refuse(new RefusedContent(request.ReceivedAt, problem, JsonTexts.Beginning(query, ShownContent)));
        }

        context.Response.ContentType = "image/gif";
        context.Response.Headers.CacheControl = "no-cache, no-store, must-revalidate";
        await context.Response.Body.WriteAsync(Pixel, context.RequestAborted).ConfigureAwait(false);
    }

    CollectorRequest Read(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAnonymous = headers.ContainsKey(AnonymousHeader);
        return new CollectorRequest(
            time.GetUtcNow(),
            headers.UserAgent.ToString(),
            isAnonymous ? null : NetworkUser(context),
            isAnonymous ? null : context.Connection.RemoteIpAddress?.MapToIPv4().ToString(),
            headers.Referer.ToString()
        );
    }

    /// <summary>The visitor's id by the cookie, which each answer renews.</summary>
    static string NetworkUser(HttpContext context)
    {
        var id = Guid.TryParse(context.Request.Cookies[CookieName], out var known) ? known : Guid.NewGuid();
        context.Response.Cookies.Append(
            CookieName,
            id.ToString(),
            new CookieOptions
            {
                MaxAge = CookieLife,
                SameSite = SameSiteMode.Lax, // None needs https; other ports of this machine are the same site
                HttpOnly = true,
                Path = "/",
            }
        );
        return id.ToString();
    }

    /// <summary>Any origin, by its name, since the tracker asks with cookies.</summary>
    static void AllowOrigin(HttpContext context)
    {
        var headers = context.Response.Headers;
        var origin = context.Request.Headers.Origin.ToString();
        headers.AccessControlAllowOrigin = origin.Length == 0 ? "*" : origin;
        headers.Vary = "Origin";
        if (origin.Length > 0)
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }

    static void AllowHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = $"Content-Type, {AnonymousHeader}";
        headers.AccessControlMaxAge = "5";
        headers["Access-Control-Allow-Private-Network"] = "true"; // a public site asks for this machine
    }

    static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    static string Beginning(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4 * ShownContent));
        return JsonTexts.Beginning(text, ShownContent);
    }
}
