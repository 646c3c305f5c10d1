using System.Net;
using Impressions.Emulation.Http;
using Impressions.Sandbox.Collector;
using Microsoft.AspNetCore.Http;

namespace Impressions.Sandbox;

/// <summary>The sandbox over HTTP: the collector, the demonstration shop, the live view, and its content as JSON.</summary>
sealed class SandboxServer : LocalEndpoint
{
    readonly SandboxHost _sandbox;
    readonly CollectorEndpoint _collector;
    readonly SandboxApi _api;

    SandboxServer(SandboxHost sandbox, TimeProvider time)
    {
        _sandbox = sandbox;
        _collector = new CollectorEndpoint(sandbox.Take, sandbox.Refuse, time);
        _api = new SandboxApi(sandbox, time);
    }

    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="IOException">The port is taken, or the address is not of this machine.</exception>
    public static async Task<SandboxServer> StartAsync(
        SandboxHost sandbox,
        IPAddress address,
        int port,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var server = new SandboxServer(sandbox, time);
        await server.ListenAsync(port, cancellation, address).ConfigureAwait(false);
        return server;
    }

    protected override Task HandleAsync(HttpContext context)
    {
        if (CollectorEndpoint.IsMeant(context.Request.Path))
        {
            return _collector.HandleAsync(context);
        }

        if (!IsByOwnName(context.Request.Host.Host))
        {
            return SandboxPages.WriteTextAsync(
                context,
                421,
                "Open this page by localhost or by an IP address."
            );
        }

        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/events") => StreamAsync(context),
            ("POST", SandboxApi.Prefix + "reset") => ResetAsync(context),
            ("GET", var path) when path?.StartsWith(SandboxApi.Prefix, StringComparison.Ordinal) == true =>
                _api.HandleAsync(context),
            ("GET", var path) => SandboxPages.WriteAsync(context, path ?? "/"),
            _ => SandboxPages.WriteTextAsync(context, 405, "Want GET."),
        };
    }

    /// <summary>Another name may have been pointed at this machine, to read what the page shows.</summary>
    static bool IsByOwnName(string host) =>
        host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    Task ResetAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !origin.EndsWith($"://{context.Request.Host}", StringComparison.Ordinal))
        {
            return SandboxPages.WriteTextAsync(context, 403, "Not from another site.");
        }

        return _api.ResetAsync(context);
    }

    async Task StreamAsync(HttpContext context)
    {
        if (!_sandbox.Feed.TryOpen(out var messages))
        {
            await SandboxPages.WriteTextAsync(context, 503, "Too many views are open.").ConfigureAwait(false);
            return;
        }

        var stop = context.RequestAborted;
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync("retry: 1000\n\n", stop).ConfigureAwait(false);
            await foreach (var message in messages.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await context
                    .Response.WriteAsync($"event: {message.Kind}\ndata: ", stop)
                    .ConfigureAwait(false);
                await context.Response.Body.WriteAsync(message.Json, stop).ConfigureAwait(false);
                await context.Response.WriteAsync("\n\n", stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            _sandbox.Feed.Close(messages);
        }
    }
}
