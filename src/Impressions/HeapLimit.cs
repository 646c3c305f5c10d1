namespace Impressions;

/// <summary>.NET sizes its heap by the host's memory; Lambda kills a process that outgrows the function's.</summary>
static class HeapLimit
{
    /// <param name="variable">Reads Lambda's variables by their names.</param>
    public static void Set(Func<string, string?> variable)
    {
        if (ulong.TryParse(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out var megabytes) && megabytes > 0)
        {
            AppContext.SetData("GCHeapHardLimit", megabytes << 20);
            GC.RefreshMemoryLimit();
        }
    }
}
