using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Impressions;

/// <summary>What is used of Linux's C library that the framework does not offer; the numbers are those of x86-64 and arm64.</summary>
[SupportedOSPlatform("linux")]
static partial class LibC
{
    /// <summary><c>EINTR</c>: a signal came in between; ask again.</summary>
    public const int Interrupted = 4;

    /// <summary><c>EAGAIN</c>: it would have to be waited for.</summary>
    public const int WouldBlock = 11;

    /// <summary><c>EALREADY</c>.</summary>
    public const int Already = 114;

    /// <summary><c>EINPROGRESS</c>.</summary>
    public const int InProgress = 115;

    /// <summary><c>MSG_DONTWAIT | MSG_NOSIGNAL</c>.</summary>
    public const int NeitherWaitNorSignal = 0x40 | 0x4000;

    /// <summary><c>EFD_NONBLOCK | EFD_CLOEXEC</c>, and for sockets <c>SOCK_NONBLOCK | SOCK_CLOEXEC</c>.</summary>
    public const int NonBlocking = 0x800 | 0x80000;

    /// <summary><c>SOCK_STREAM</c>.</summary>
    public const int Stream = 1;

    /// <summary><c>IPPROTO_TCP</c> and its <c>TCP_NODELAY</c>.</summary>
    public const int Tcp = 6;
    public const int NoDelay = 1;

    const string Name = "libc";

    /// <exception cref="IOException">The error is another one than <c>EINTR</c>: with the system's words.</exception>
    public static void ThrowUnlessInterrupted(int error)
    {
        if (error != Interrupted)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <param name="descriptor">-1: the last call failed.</param>
    /// <exception cref="IOException">It did, with the system's words.</exception>
    public static SafeFileHandle Own(int descriptor)
    {
        if (descriptor < 0)
        {
            ThrowUnlessInterrupted(Marshal.GetLastPInvokeError());
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <param name="milliseconds">Most to wait; -1 for as long as it takes.</param>
    /// <returns>How many are ready; -1 for an error.</returns>
    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Poll(ref PollDescriptor first, nuint count, int milliseconds);

    /// <returns>Its descriptor; -1 for an error.</returns>
    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetOption(SafeHandle socket, int level, int option, in int value, int length);

    [LibraryImport(Name, EntryPoint = "connect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Connect(SafeHandle socket, ref byte address, int length);

    /// <returns>Bytes; 0 at the end of the stream, -1 for an error.</returns>
    [LibraryImport(Name, EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Receive(SafeHandle socket, ref byte buffer, nuint length, int flags);

    /// <returns>Bytes taken, perhaps not all; -1 for an error.</returns>
    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Send(SafeHandle socket, ref byte buffer, nuint length, int flags);

    /// <returns>A counter that is ready to be read while it is not 0; -1 for an error.</returns>
    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int OpenCounter(uint value, int flags);

    /// <summary>Sets the counter back to 0.</summary>
    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadCounter(SafeHandle counter, out ulong value, nuint length);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint AddToCounter(SafeHandle counter, in ulong value, nuint length);
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
struct PollDescriptor
{
    public int Descriptor;
    public PollEvents Awaited;
    public PollEvents Ready;
}

[Flags]
#pragma warning disable CA1028 // the C library's type
enum PollEvents : short
#pragma warning restore CA1028
{
    None = 0,
    Readable = 1,
    Writable = 4,
}
