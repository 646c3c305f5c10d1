using Impressions.Core;

namespace Impressions;

/// <summary>.NET sizes its heap by the host's memory; Lambda kills a process that outgrows the function's.</summary>
static class HeapLimit
{
    /// <param name="variable">Reads Lambda's variables by their names.</param>
    public static void Set(Func<string, string?> variable)
    {
        if (FunctionMemory.IsKnown(variable))
        {
            AppContext.SetData(
                "GCHeapHardLimit",
                (ulong)FunctionMemory.HeapBytes(FunctionMemory.Read(variable))
            );
            GC.RefreshMemoryLimit();
        }
    }
}
