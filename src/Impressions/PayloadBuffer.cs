namespace Impressions;

/// <summary>Takes in payloads, one at a time, into one buffer that grows to the largest seen.</summary>
sealed class PayloadBuffer
{
    /// <summary>Largest payload taken in (bytes). Lambda's own quota is 6 MB; a local run may send more.</summary>
    public const int MaxBytes = 24 << 20;

    const int FirstBytes = 64 << 10;

    byte[] _buffer = new byte[FirstBytes];

    /// <summary>Replaces the payload before.</summary>
    /// <returns>A view of the buffer: valid until the next read.</returns>
    /// <exception cref="InvocationException">Larger than <see cref="MaxBytes"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var length = 0;
        // Always room for one byte more than there are, so that the last read can find the end.
        EnsureRoom(content.Headers.ContentLength + 1 ?? 1);
        int read;
        while (
            (read = await stream.ReadAsync(_buffer.AsMemory(length), cancellation).ConfigureAwait(false)) > 0
        )
        {
            length += read;
            EnsureRoom(length + 1L);
        }

        return _buffer.AsMemory(0, length);
    }

    void EnsureRoom(long bytes)
    {
        if (bytes > MaxBytes + 1)
        {
            throw new InvocationException($"The payload is larger than {MaxBytes} bytes.");
        }

        if (bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(bytes, Math.Min(2L * _buffer.Length, MaxBytes + 1)));
        }
    }
}
