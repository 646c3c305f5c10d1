namespace Impressions.Emulation.Personalize;

/// <summary>At most <paramref name="limit"/> calls within any second. Not safe from several threads.</summary>
sealed class CallRate(int limit, TimeProvider time)
{
    readonly Queue<long> _taken = [];

    /// <returns>False when the last second is full; a refused call does not count.</returns>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        while (_taken.TryPeek(out var first) && time.GetElapsedTime(first, now) >= TimeSpan.FromSeconds(1))
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= limit)
        {
            return false;
        }

        _taken.Enqueue(now);
        return true;
    }
}
