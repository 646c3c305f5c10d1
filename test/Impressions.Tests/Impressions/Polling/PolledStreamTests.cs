using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Impressions.Tests;

[SupportedOSPlatform("linux")]
public sealed class PolledStreamTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    readonly RunningPoller _poller = new();

    public PolledStreamTests() => _listener.Start();

    public void Dispose()
    {
        _poller.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task WriteAsync_MoreThanTheSystemHolds_ArrivesWholeAndInOrder()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;
        using var __ = peer;
        var sent = RandomNumberGenerator.GetBytes(32 << 20);

        var writing = stream.WriteAsync(sent).AsTask();
        await Task.Delay(50); // nobody reads yet
        Assert.False(writing.IsCompleted);
        var received = new byte[sent.Length];
        for (var read = 0; read < received.Length; )
        {
            read += await peer.ReceiveAsync(received.AsMemory(read)).AsTask().WaitAsync(Patience);
        }

        await writing.WaitAsync(Patience);
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task ReadAsync_NothingThereYet_WaitsForIt()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;
        using var __ = peer;
        var buffer = new byte[8];

        var reading = stream.ReadAsync(buffer).AsTask();
        await Task.Delay(50);
        Assert.False(reading.IsCompleted);
        await peer.SendAsync("abc"u8.ToArray());

        Assert.Equal(3, await reading.WaitAsync(Patience));
        Assert.Equal("abc"u8, buffer.AsSpan(0, 3));
    }

    [Fact]
    public async Task ReadAsync_PeerCloses_IsAtTheEnd()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;

        var reading = stream.ReadAsync(new byte[8]).AsTask();
        peer.Dispose();

        Assert.Equal(0, await reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task ReadAsync_PeerResets_Throws()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;

        var reading = stream.ReadAsync(new byte[8]).AsTask();
        peer.LingerState = new LingerOption(enable: true, seconds: 0);
        peer.Dispose();

        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_ThrowsAndTakesNothingFromTheNext()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;
        using var __ = peer;
        using var late = new CancellationTokenSource();
        var untouched = new byte[8];
        var buffer = new byte[8];

        var cancelled = stream.ReadAsync(untouched, late.Token).AsTask();
        await late.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        var next = stream.ReadAsync(buffer).AsTask();
        await peer.SendAsync("abc"u8.ToArray());

        Assert.Equal(3, await next.WaitAsync(Patience));
        Assert.Equal("abc"u8, buffer.AsSpan(0, 3));
        Assert.Equal(new byte[8], untouched);
    }

    [Fact]
    public async Task ReadAsync_AlreadyCancelled_Throws()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;
        using var __ = peer;

        var reading = stream.ReadAsync(new byte[8], new CancellationToken(canceled: true)).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task DisposeAsync_WhileSomebodyReads_EndsTheReading()
    {
        var (stream, peer) = await ConnectAsync();
        using var _ = peer;

        var reading = stream.ReadAsync(new byte[8]).AsTask();
        await stream.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
            Assert.Fail($"{await stream.ReadAsync(new byte[8])} bytes came")
        );
    }

    [Fact]
    public async Task ReadAsync_ManyCancelledAsDataComes_NeitherHangNorLoseAByte()
    {
        var (stream, peer) = await ConnectAsync();
        await using var _ = stream;
        using var __ = peer;
        const int Count = 2_000;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await peer.SendAsync(new[] { (byte)i });
            }
        });
        var buffer = new byte[1];
        for (var i = 0; i < Count; )
        {
            using var late = new CancellationTokenSource();
            var reading = stream.ReadAsync(buffer, late.Token).AsTask();
            var cancelling = Task.Run(late.Cancel);
            try
            {
                Assert.Equal(1, await reading.WaitAsync(Patience));
                Assert.Equal((byte)i++, buffer[0]);
            }
            catch (OperationCanceledException)
            {
                // and again
            }

            await cancelling;
        }

        await sending;
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_SaysSoInTheSystemsWords()
    {
        var address = _listener.LocalEndpoint;
        _listener.Stop();

        var failure = await Assert.ThrowsAsync<IOException>(async () => await _poller.ConnectAsync(address));

        Assert.Equal("Connection refused", failure.Message);
    }

    [Fact]
    public async Task ConnectAsync_FirstAddressesRefuse_TriesTheNext()
    {
        // Nobody listens at the second, nor at the first, which some systems do not even know the kind of.
        var addresses = new[] { IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback };

        await using var stream = await _poller.ConnectAsync(
            addresses,
            ((IPEndPoint)_listener.LocalEndpoint).Port
        );
        using var peer = await _listener.AcceptSocketAsync();
        await stream.WriteAsync("abc"u8.ToArray());

        Assert.Equal(3, await peer.ReceiveAsync(new byte[8]));
    }

    [Fact]
    public async Task ConnectAsync_AllAddressesRefuse_Throws()
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;

        await Assert.ThrowsAsync<IOException>(async () =>
            await _poller.ConnectAsync([IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3")], port)
        );
    }

    [Fact]
    public async Task ConnectAsync_HostByItsName_Connects()
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;

        await using var stream = await _poller.ConnectAsync(new DnsEndPoint("localhost", port));
        using var peer = await _listener.AcceptSocketAsync().WaitAsync(Patience);

        Assert.True(peer.Connected);
    }

    [Fact]
    public async Task ConnectAsync_UnderTls_CarriesCalls()
    {
        using var certificate = LocalhostCertificate.Create();
#pragma warning disable CA2025 // waited for below
        var serving = ServeTlsAsync(certificate, calls: 3);
#pragma warning restore CA2025
        using var connections = BoundedAttempts.Connections(1, _poller.Connect);
        connections.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpMessageInvoker(connections);

        for (var call = 0; call < 3; call++)
        {
            using var post = new HttpRequestMessage(
                HttpMethod.Post,
                $"https://{_listener.LocalEndpoint}/events"
            );
            post.Content = new ByteArrayContent(new byte[100_000]);
            using var answer = await http.SendAsync(post, CancellationToken.None).WaitAsync(Patience);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task ConnectAsync_IdleConnectionWasClosed_NoCallIsSentOverIt()
    {
        using var http = new HttpMessageInvoker(BoundedAttempts.Connections(1, _poller.Connect));
        for (var call = 0; call < 3; call++)
        {
            using var post = new HttpRequestMessage(
                HttpMethod.Post,
                $"http://{_listener.LocalEndpoint}/events"
            );
            post.Content = new ByteArrayContent(new byte[10]);
#pragma warning disable CA2025 // waited for below
            var calling = http.SendAsync(post, CancellationToken.None);
#pragma warning restore CA2025
            using var peer = await _listener.AcceptSocketAsync().WaitAsync(Patience);
            await using var stream = new NetworkStream(peer);
            await TakeCallAsync(stream, bodyLength: 10);
            using var answer = await calling.WaitAsync(Patience);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    async Task<(Stream Stream, Socket Peer)> ConnectAsync()
    {
        var accepting = _listener.AcceptSocketAsync();
        var stream = await _poller.ConnectAsync(_listener.LocalEndpoint);
        return (stream, await accepting.WaitAsync(Patience));
    }

    /// <summary>Takes so many calls of 100,000 bytes over one connection.</summary>
    async Task ServeTlsAsync(X509Certificate2 certificate, int calls)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(certificate);
        for (var call = 0; call < calls; call++)
        {
            await TakeCallAsync(tls, bodyLength: 100_000);
        }
    }

    static async Task TakeCallAsync(Stream stream, int bodyLength)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one);
            head.Add(one[0]);
        }

        await stream.ReadExactlyAsync(new byte[bodyLength]);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
    }
}
