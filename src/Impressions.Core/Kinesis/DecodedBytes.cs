namespace Impressions.Core.Kinesis;

/// <summary>
/// What came out of a compressed or aggregated record. The buffer grows with what really comes, never by what a header
/// promises, and serves record after record.
/// </summary>
/// <param name="max">Most of it (bytes).</param>
sealed class DecodedBytes(int max = RecordLimits.MaxDecodedBytes)
{
    const int FirstBytes = 64 << 10;

    /// <summary>A buffer larger than this is let go with its record, so that one odd record costs no memory for ever.</summary>
    const int MaxKeptBytes = 8 << 20;

    byte[] _buffer = [];

    public int Length { get; private set; }

    /// <summary>True once there is more than that; then there is no room left.</summary>
    public bool IsTooLarge => Length > max;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_buffer.Length > MaxKeptBytes)
        {
            _buffer = [];
        }
    }

    /// <summary>Room behind what is written, some for sure unless <see cref="IsTooLarge"/>; valid until the next call.</summary>
    public Span<byte> Room()
    {
        if (Length == _buffer.Length)
        {
            // One byte past the limit, so that what fits exactly can be told from what goes on.
            var length = Math.Clamp(2 * Length, Math.Min(FirstBytes, max + 1), max + 1);
            Array.Resize(ref _buffer, length);
        }

        return _buffer.AsSpan(Length);
    }

    /// <summary>Takes back what was written behind the first bytes.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>So many bytes were written into the room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Copies as much as there is room for; <see cref="IsTooLarge"/> tells when that was not all.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsTooLarge)
        {
            var room = Room();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
        }
    }
}
