namespace Impressions.Core.Delivery;

/// <summary>
/// The last interactions that this process has completed, by event id, so that a redelivery does not send or store them
/// again. It forgets the older half at once when it is full: what is forgotten is sent again, and Personalize counts the
/// first of equal ids only. Not for concurrent use.
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

    /// <param name="id">Of an interaction, of its refusal, or of the place of what cannot be read.</param>
    /// <param name="fate">Sent or dead letter.</param>
    public void Add(string id, RecordFate fate) => _latest.Add(id, fate);

    /// <summary>Dead letters are sent and stored again when they come again.</summary>
    public void ForgetDeadLetters() => _latest.RemoveAll(fate => fate == RecordFate.DeadLetter);

    public bool Contains(string id) => _latest.TryGet(id, out _);

    public bool TryGet(string id, out RecordFate fate) => _latest.TryGet(id, out fate);
}
