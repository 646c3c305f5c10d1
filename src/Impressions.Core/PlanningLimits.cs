namespace Impressions.Core;

/// <summary>How far an invocation is planned; what is not reached stays a batch item failure.</summary>
/// <param name="MaxHeldBytes">
/// About how much of memory what is planned may take until it is answered (bytes). A record that alone takes more is planned as
/// far as that; its other events are dead letters.
/// </param>
/// <param name="Deadline">Ends the planning.</param>
readonly record struct PlanningLimits(long MaxHeldBytes, CancellationToken Deadline)
{
    /// <summary>Without an end: for those who have time and memory.</summary>
    public static PlanningLimits None => new(long.MaxValue, CancellationToken.None);

    /// <summary>The share of the heap: the rest is the payload, a decoded record, and room to grow.</summary>
    /// <param name="heapBytes">What the heap may take (bytes).</param>
    public static long HeldBytes(long heapBytes) => heapBytes / 8;
}
