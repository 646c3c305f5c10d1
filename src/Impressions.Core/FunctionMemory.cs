using System.Globalization;

namespace Impressions.Core;

/// <summary>How much memory Lambda gives the function.</summary>
static class FunctionMemory
{
    /// <summary>Set by Lambda (MB).</summary>
    const string Variable = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>As in the template, for a host that is not Lambda (MB).</summary>
    const int DefaultMegabytes = 512;

    /// <summary>
    /// What a process of ReadyToRun code takes beside its heap (bytes): mapped files, compiled code, stacks. Measured at up to
    /// 84 MiB after some minutes with failing calls, of which S3 is one.
    /// </summary>
    const long BesideTheHeap = 88 << 20;

    /// <summary>Of a function that is smaller than any on Lambda (share).</summary>
    const int LeastShare = 4;

    /// <summary>False for a host that is not Lambda.</summary>
    public static bool IsKnown(Func<string, string?> variable) => Megabytes(variable) > 0;

    /// <returns>In bytes.</returns>
    public static long Read(Func<string, string?> variable) =>
        (long)(IsKnown(variable) ? Megabytes(variable) : DefaultMegabytes) << 20;

    /// <summary>What is left for the heap (bytes).</summary>
    /// <param name="functionBytes">The function's memory (bytes).</param>
    public static long HeapBytes(long functionBytes) =>
        Math.Max(functionBytes - BesideTheHeap, functionBytes / LeastShare);

    /// <summary>0 when it is not known.</summary>
    static int Megabytes(Func<string, string?> variable) =>
        int.TryParse(variable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
            ? megabytes
            : 0;
}
