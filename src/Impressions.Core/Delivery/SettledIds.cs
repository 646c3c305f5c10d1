namespace Impressions;

/// <summary>
/// The last interactions that this process has settled for good, by event id, so that a redelivery neither sends nor
/// stores them again. It forgets the older half at once when it is full: what is forgotten is sent again, which
/// Personalize, going by the same id, does not count twice. Not for concurrent use.
/// </summary>
/// <param name="capacity">Ids of one half; the other half holds as many older ones.</param>
sealed class SettledIds(int capacity = SettledIds.DefaultCapacity)
{
    /// <summary>
    /// With the half before, three times what the largest payload of Lambda (6 MB) has room for when each record is
    /// one event of 3 kB; about 4 MB of memory for ids of 36 characters.
    /// </summary>
    public const int DefaultCapacity = 16_384;

    readonly LatestById<RecordFate> _latest = new(capacity);

    public int Count => _latest.Count;

    /// <param name="id">Of an interaction, or the place of what is no event.</param>
    /// <param name="fate">Sent or dead letter.</param>
    public void Add(string id, RecordFate fate) => _latest.Add(id, fate);

    /// <summary>Dead letters are sent and stored again when they come again.</summary>
    public void ForgetDeadLetters() => _latest.RemoveAll(fate => fate == RecordFate.DeadLetter);

    public bool TryGet(string id, out RecordFate fate) => _latest.TryGet(id, out fate);
}
