using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Impressions;

/// <summary>A TCP connection that waits with a <see cref="Poller"/>; for asynchronous use only.</summary>
[SupportedOSPlatform("linux")]
sealed class PolledStream : Stream
{
    readonly SafeFileHandle _socket;
    readonly SocketAddress _peer;
    readonly PolledReader _reader;
    readonly Readiness _writable;

    PolledStream(Poller poller, SocketAddress peer)
    {
        _peer = peer;
        // The framework's sockets wait with threads of its own.
        var family = BinaryPrimitives.ReadInt16LittleEndian(peer.Buffer.Span); // as the system numbers them
        _socket = LibC.Own(LibC.OpenSocket(family, LibC.Stream | LibC.NonBlocking, LibC.Tcp));
        _ = LibC.SetOption(_socket, LibC.Tcp, LibC.NoDelay, 1, sizeof(int));
        _reader = new PolledReader(poller, _socket);
        _writable = new Readiness(poller, _socket, PollEvents.Writable);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>To the first of the host's addresses that lets us.</summary>
    /// <exception cref="SocketException">Nobody knows the host.</exception>
    /// <exception cref="IOException">None of its addresses lets us.</exception>
    public static ValueTask<Stream> ConnectAsync(
        Poller poller,
        DnsEndPoint host,
        CancellationToken cancellation
    ) =>
        // A numeric one, such as the Runtime API's, needs no resolver, which would cost a start its time to load.
        IPAddress.TryParse(host.Host, out var numeric)
            ? ConnectAsync(poller, [numeric], host.Port, cancellation)
            : ResolveAndConnectAsync(poller, host, cancellation);

    /// <inheritdoc cref="ConnectAsync(Poller, DnsEndPoint, CancellationToken)"/>
    public static async ValueTask<Stream> ConnectAsync(
        Poller poller,
        IPAddress[] addresses,
        int port,
        CancellationToken cancellation
    )
    {
        Exception? refusal = null;
        foreach (var address in addresses)
        {
            PolledStream? stream = null;
            try
            {
                stream = new PolledStream(poller, new IPEndPoint(address, port).Serialize());
                while (!stream.TryConnect())
                {
                    _ = await stream._writable.WaitAsync(cancellation).ConfigureAwait(false);
                }

                return stream;
            }
            catch (Exception failure)
            {
                if (stream is not null) // else the system does not know this kind of address
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                }

                if (failure is not IOException)
                {
                    throw;
                }

                refusal = failure;
            }
        }

        throw refusal ?? new SocketException((int)SocketError.HostNotFound);
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => _reader.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var rest = Send(buffer);
        return rest.IsEmpty ? ValueTask.CompletedTask : SendAsync(rest, cancellationToken);
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Close();
            _writable.Close();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    static async ValueTask<Stream> ResolveAndConnectAsync(
        Poller poller,
        DnsEndPoint host,
        CancellationToken cancellation
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellation).ConfigureAwait(false);
        return await ConnectAsync(poller, addresses, host.Port, cancellation).ConfigureAwait(false);
    }

    async ValueTask SendAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellation)
    {
        while (!rest.IsEmpty)
        {
            _ = await _writable.WaitAsync(cancellation).ConfigureAwait(false);
            rest = Send(rest);
        }
    }

    /// <returns>What the system does not take before some of it has gone out.</returns>
    ReadOnlyMemory<byte> Send(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = LibC.Send(
                _socket,
                ref MemoryMarshal.GetReference(bytes.Span),
                (nuint)bytes.Length,
                LibC.NeitherWaitNorSignal
            );
            if (sent >= 0)
            {
                bytes = bytes[(int)sent..];
            }
            else if (Marshal.GetLastPInvokeError() is not LibC.WouldBlock and var error)
            {
                LibC.ThrowUnlessInterrupted(error);
            }
            else
            {
                break;
            }
        }

        return bytes;
    }

    /// <summary>Begins to connect or, asked again, tells how that went.</summary>
    /// <returns>False while it is under way: ask again once the socket is writable.</returns>
    bool TryConnect()
    {
        if (LibC.Connect(_socket, ref _peer.Buffer.Span[0], _peer.Size) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is not (LibC.InProgress or LibC.Already))
        {
            LibC.ThrowUnlessInterrupted(error); // if so, it goes on all the same
        }

        return false;
    }
}
