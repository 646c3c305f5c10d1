namespace Impressions.Core.Delivery;

/// <summary>
/// The time and the retries that all calls of an invocation share. An accepted call gives one retry back, so that the odd
/// failure costs nothing; where most calls fail the retries run out, and the service counts as down: Lambda delivers the
/// rest again later, which is cheaper than waiting here. Safe for concurrent calls.
/// </summary>
/// <param name="callTime">From now until no call may be under way any more.</param>
sealed class RetryBudget(TimeProvider time, TimeSpan callTime)
{
    /// <summary>Enough for every call of a full concurrency of 32 to be repeated twice (retries).</summary>
    public const int Capacity = 64;

    readonly long _started = time.GetTimestamp();
    int _left = Capacity;
    volatile bool _isSpent;

    /// <summary>Until no call may be under way any more.</summary>
    public TimeSpan TimeLeft => callTime - time.GetElapsedTime(_started);

    /// <summary>True from the first retry on that was refused: the invocation makes no further attempt.</summary>
    public bool IsSpent => _isSpent;

    /// <summary>No call can succeed: ends the attempts of all calls.</summary>
    public void Stop() => _isSpent = true;

    /// <summary>Takes one retry.</summary>
    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _left) >= 0)
        {
            return true;
        }

        Stop();
        return false;
    }

    public void Report(CallAnswer answer)
    {
        if (answer.Outcome == CallOutcome.Accepted && Volatile.Read(ref _left) < Capacity)
        {
            _ = Interlocked.Increment(ref _left);
        }
    }
}
