using System.Net;
using System.Runtime.Versioning;

namespace Impressions.Tests;

/// <summary>A poller that has a thread to itself until it is disposed of.</summary>
[SupportedOSPlatform("linux")]
sealed class RunningPoller : IDisposable
{
#pragma warning disable CA2213 // its thread disposes of it
    readonly Poller _poller = new();
#pragma warning restore CA2213
    readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Thread _thread;

    public RunningPoller()
    {
        _thread = new Thread(() =>
        {
            _ = _poller.Run(_end.Task);
            _poller.Dispose();
        })
        {
            IsBackground = true,
        };
        _thread.Start();
    }

    public Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Connect =>
        _poller.ConnectAsync;

    public ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellation = default) =>
        PolledStream.ConnectAsync(
            _poller,
            endPoint is IPEndPoint ip
                ? new DnsEndPoint(ip.Address.ToString(), ip.Port)
                : (DnsEndPoint)endPoint,
            cancellation
        );

    public ValueTask<Stream> ConnectAsync(IPAddress[] addresses, int port) =>
        PolledStream.ConnectAsync(_poller, addresses, port, CancellationToken.None);

    public void Dispose()
    {
        _end.SetResult(0);
        if (Thread.CurrentThread != _thread) // a test may go on there
        {
            _thread.Join();
        }
    }
}
