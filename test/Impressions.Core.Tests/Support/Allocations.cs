namespace Impressions.Core.Tests.Support;

/// <summary>What a piece of code leaves to the garbage collector, exactly.</summary>
static class Allocations
{
    /// <summary>So many that one object each time cannot be mistaken for anything else.</summary>
    const int Repeats = 1_000;

    /// <summary>
    /// A collection that another thread starts may count the unused rest of this thread's buffer (up to 8 kB), so
    /// the least of a few measurements is the true one.
    /// </summary>
    const int Measurements = 5;

    /// <summary>Bytes for each run, after it has run often enough to have all its buffers.</summary>
    /// <param name="repeats">Fewer do where a run is long.</param>
    public static double PerRun(Action run, int repeats = Repeats)
    {
        var least = long.MaxValue;
        for (var measurement = 0; measurement <= Measurements && least > 0; measurement++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < repeats; i++)
            {
                run();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / repeats;
    }
}
