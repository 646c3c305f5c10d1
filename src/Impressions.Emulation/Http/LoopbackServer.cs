using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Impressions.Emulation.Http;

/// <summary>
/// Kestrel on 127.0.0.1, or another address that is given, without a host around it: it reads no configuration, logs nothing and
/// leaves Ctrl+C to the tool.
/// </summary>
sealed class LoopbackServer : IAsyncDisposable
{
    readonly KestrelServer _kestrel;

    LoopbackServer(KestrelServer kestrel) => _kestrel = kestrel;

    public Uri Address =>
        new(_kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <param name="handle">Answers each request; what it throws becomes a status 500.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <param name="address">Where to listen; null for 127.0.0.1.</param>
    public static async Task<LoopbackServer> StartAsync(
        RequestDelegate handle,
        int port,
        CancellationToken cancellation,
        IPAddress? address = null
    )
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null; // bounded where it is read, see RequestBody
        options.Listen(address ?? IPAddress.Loopback, port);
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()),
            NullLoggerFactory.Instance
        );
        var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(new Application(handle), cancellation).ConfigureAwait(false);
            return new LoopbackServer(kestrel);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }
    }

    /// <summary>Ends at once: requests still open are aborted, since a long poll would never end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
            new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception) =>
            ((DefaultHttpContext)context).Uninitialize();
    }
}
