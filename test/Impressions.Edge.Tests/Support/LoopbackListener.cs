using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Impressions.Edge.Tests.Support;

/// <summary>Accepts connections on a free port of this machine until it is disposed of.</summary>
sealed class LoopbackListener : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    readonly CancellationTokenSource _stop = new();
    readonly Func<Socket, CancellationToken, Task> _serve;
    readonly Task _accepting;
    int _connections;

    /// <param name="serve">Serves one connection, which is closed afterwards; may throw what a connection that breaks makes throw.</param>
    public LoopbackListener(Func<Socket, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Accepted so far.</summary>
    public int Connections => _connections;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        using (socket)
        {
            try
            {
                await _serve(socket, _stop.Token);
            }
            catch (Exception e)
                when (e
                        is IOException
                            or SocketException
                            or AuthenticationException
                            or OperationCanceledException
                )
            {
                // The other side hung up or does not trust this one, or the test is over.
            }
        }
    }
}
