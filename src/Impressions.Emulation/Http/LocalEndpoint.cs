using System.Net;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Http;

/// <summary>A service on a port of this machine, from its start until it is disposed of.</summary>
abstract class LocalEndpoint : IAsyncDisposable
{
    LoopbackServer? _server;

    /// <summary>Scheme, host and port.</summary>
    public Uri Address => _server!.Address;

    public virtual async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <param name="port">0 takes a free one.</param>
    /// <param name="address">Where to listen; null for 127.0.0.1.</param>
    protected async Task ListenAsync(int port, CancellationToken cancellation, IPAddress? address = null) =>
        _server = await LoopbackServer
            .StartAsync(HandleAsync, port, cancellation, address)
            .ConfigureAwait(false);

    protected abstract Task HandleAsync(HttpContext context);
}
