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
    /// Beside the heap (bytes): compiled code, stacks, sockets, and of the mapped files, which the system takes back where memory is
    /// short, those in use.
    /// </summary>
    const long BesideTheHeap = 56 << 20;

    /// <summary>What the process remembers from invocation to invocation with every setting on (bytes).</summary>
    const long Remembered = 32 << 20;

    /// <summary>Of a function that is smaller than any on Lambda (share).</summary>
    const int LeastShare = 4;

    /// <summary>False for a host that is not Lambda.</summary>
    public static bool IsKnown(Func<string, string?> variable) => Megabytes(variable) > 0;

    /// <returns>In bytes.</returns>
    public static long Read(Func<string, string?> variable) =>
        (long)(IsKnown(variable) ? Megabytes(variable) : DefaultMegabytes) << 20;

    /// <summary>What is left for the heap (bytes).</summary>
    /// <param name="functionBytes">The function's memory (bytes).</param>
    public static long HeapBytes(long functionBytes) => Left(functionBytes, BesideTheHeap);

    /// <summary>What is left of the heap for one invocation (bytes).</summary>
    /// <inheritdoc cref="HeapBytes"/>
    public static long InvocationBytes(long functionBytes) => Left(functionBytes, BesideTheHeap + Remembered);

    static long Left(long functionBytes, long taken) =>
        Math.Max(functionBytes - taken, functionBytes / LeastShare);

    /// <summary>0 when it is not known.</summary>
    static int Megabytes(Func<string, string?> variable) =>
        int.TryParse(variable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
            ? megabytes
            : 0;
}
