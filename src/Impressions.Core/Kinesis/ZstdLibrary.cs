using System.Runtime.InteropServices;

namespace Impressions.Core.Kinesis;

/// <summary>
/// What is used of libzstd: only functions that its header calls stable. Lambda's operating system, Amazon Linux 2023,
/// comes with it.
/// </summary>
static partial class ZstdLibrary
{
    public const string Name = "libzstd.so.1";

    /// <summary><c>ZSTD_reset_session_only</c>: parameters stay.</summary>
    public const int ResetSession = 1;

    /// <summary><c>ZSTD_d_windowLogMax</c>.</summary>
    public const int MaxWindowLog = 100;

    /// <summary><c>ZSTD_error_frameParameter_windowTooLarge</c>.</summary>
    public const int WindowTooLarge = 16;

    [LibraryImport(Name, EntryPoint = "ZSTD_createDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial ZstdContext Create();

    [LibraryImport(Name, EntryPoint = "ZSTD_freeDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Free(nint context);

    [LibraryImport(Name, EntryPoint = "ZSTD_DCtx_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint SetParameter(ZstdContext context, int parameter, int value);

    [LibraryImport(Name, EntryPoint = "ZSTD_DCtx_reset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Reset(ZstdContext context, int directive);

    /// <returns>0 at the end of a frame, else about how many bytes are missing, or an error.</returns>
    [LibraryImport(Name, EntryPoint = "ZSTD_decompressStream")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Decompress(ZstdContext context, ref ZstdBuffer output, ref ZstdBuffer input);

    /// <returns>Not 0 when the answer of another function is an error.</returns>
    [LibraryImport(Name, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint IsError(nuint answer);

    [LibraryImport(Name, EntryPoint = "ZSTD_getErrorCode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ErrorCode(nuint answer);
}

/// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>, which have the same layout.</summary>
unsafe struct ZstdBuffer
{
    public byte* Bytes;
    public nuint Size;

    /// <summary>How far the library read or wrote.</summary>
    public nuint Position;
}

/// <summary>A decompression context, which serves frame after frame.</summary>
sealed class ZstdContext() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => ZstdLibrary.Free(handle) == 0;
}
