namespace Impressions;

/// <summary>
/// The retries that all calls of an invocation may make together. A call that is taken gives one back, so that the
/// odd failure costs nothing; where most calls fail it runs out, and the service is taken as down: Lambda delivers
/// the rest again later, which is cheaper than waiting here. Safe for concurrent calls.
/// </summary>
sealed class RetryBudget
{
    /// <summary>Enough for every call of a full concurrency of 32 to be repeated twice (retries).</summary>
    public const int Capacity = 64;

    /// <summary>Of one call, those apart that were throttled (attempts).</summary>
    public const int MaxAttempts = 4;

    int _left = Capacity;
    volatile bool _isSpent;

    /// <summary>True from the first retry on that could not be had: the invocation makes no further attempt.</summary>
    public bool IsSpent => _isSpent;

    /// <summary>No call can succeed: no further attempt of whatever call.</summary>
    public void Stop() => _isSpent = true;

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _left) >= 0)
        {
            return true;
        }

        Stop();
        return false;
    }

    public void GiveBack()
    {
        if (Volatile.Read(ref _left) < Capacity)
        {
            _ = Interlocked.Increment(ref _left);
        }
    }
}
