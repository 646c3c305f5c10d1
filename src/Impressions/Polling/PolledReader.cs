using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Impressions;

/// <summary>Reads a socket, one reading at a time; without a state machine for each, since every call reads at least twice.</summary>
[SupportedOSPlatform("linux")]
sealed class PolledReader(Poller poller, SafeHandle socket) : Readiness(poller, socket, PollEvents.Readable)
{
    Memory<byte> _buffer;

    /// <returns>Bytes; 0 at the end of the stream.</returns>
    /// <exception cref="IOException">The connection is broken.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        _buffer = buffer;
        return TryFinish() is { } read ? new ValueTask<int>(read) : WaitAsync(cancellation);
    }

    protected override int? TryFinish()
    {
        while (!_buffer.IsEmpty)
        {
            var received = LibC.Receive(
                Socket,
                ref MemoryMarshal.GetReference(_buffer.Span),
                (nuint)_buffer.Length,
                LibC.NeitherWaitNorSignal
            );
            if (received >= 0)
            {
                return (int)received;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.WouldBlock)
            {
                return null;
            }

            LibC.ThrowUnlessInterrupted(error);
        }

        return 0; // asked for none, as HttpClient does to be told when there is something: at once, then it really reads
    }
}
