namespace Impressions.Core.Delivery;

/// <summary>
/// Doubts the set-up where the service refuses everything. A wrong tracking id is refused with the same code as a wrong
/// interaction; but where ten batches were refused and none was ever accepted, the interactions are hardly at fault. One for
/// the life of the process. Safe for concurrent use.
/// </summary>
sealed class SetUpCheck
{
    /// <summary>Refused without one accepted, from which on the set-up is suspect (batches).</summary>
    public const int MaxRefused = 10;

    int _refused;
    volatile bool _hasAccepted;

    /// <summary>Refusals then say nothing about interactions, whose records are kept.</summary>
    public bool IsSuspect => !_hasAccepted && Volatile.Read(ref _refused) >= MaxRefused;

    /// <summary>A batch was accepted, or a part of one.</summary>
    public void Accepted() => _hasAccepted = true;

    /// <summary>A batch was refused as a whole; not for its parts.</summary>
    public void Refused()
    {
        if (!_hasAccepted)
        {
            _ = Interlocked.Increment(ref _refused);
        }
    }
}
