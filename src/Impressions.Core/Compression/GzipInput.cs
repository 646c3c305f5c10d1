#pragma warning disable RS0030 // a stream over what it is given: it opens nothing

namespace Impressions.Core.Compression;

/// <summary>
/// Compressed bytes on their way to the framework's inflater, which does not tell where the deflated bytes of a member
/// ended within what it was given. So that this is known all the same, the last byte of what may be the end of a member is
/// handed over alone: where the inflater asked for it and then finished, the member ends there. A member may end where,
/// behind room for a trailer, the input ends, another member begins, or zeros follow.
/// </summary>
sealed class GzipInput : Stream
{
    /// <summary>Checksum and length at the end of a member (bytes).</summary>
    public const int TrailerBytes = 8;

    const int BufferBytes = 64 << 10;

    /// <summary>So many zeros are taken for the padding behind the last member (bytes).</summary>
    const int PaddingBytes = 8;

    /// <summary>What must be seen behind a byte to know whether a member may end with it (bytes).</summary>
    const int LookaheadBytes = TrailerBytes + PaddingBytes;

    readonly byte[] _buffer;
    readonly Stream? _source;
    bool _isSourceRead;
    int _next;
    int _end;

    /// <param name="source">Disposed with this.</param>
    public GzipInput(Stream source)
    {
        _buffer = new byte[BufferBytes];
        _source = source;
    }

    /// <param name="bytes">The input is in its first <paramref name="length"/> bytes.</param>
    public GzipInput(byte[] bytes, int length) => (_buffer, _end, _isSourceRead) = (bytes, length, true);

    /// <summary>True where the byte that was handed over last may be the last one of the member's deflated bytes.</summary>
    public bool MayHaveEnded { get; private set; }

    /// <summary>True when more was asked for than there is.</summary>
    public bool HasRunOut { get; private set; }

    public bool IsAtEnd => !Fill(1);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void BeginDeflated() => (MayHaveEnded, HasRunOut) = (false, false);

    /// <summary>False when there are not so many bytes.</summary>
    public bool TryTake(Span<byte> bytes)
    {
        if (!Fill(bytes.Length))
        {
            return false;
        }

        _buffer.AsSpan(_next, bytes.Length).CopyTo(bytes);
        _next += bytes.Length;
        return true;
    }

    /// <summary>False when no zero follows.</summary>
    public bool TrySkipZeros()
    {
        var isSkipped = false;
        while (!IsAtEnd && _buffer[_next] == 0)
        {
            _next++;
            isSkipped = true;
        }

        return isSkipped;
    }

    public override int Read(Span<byte> buffer)
    {
        _ = Fill(Math.Min(buffer.Length, BufferBytes - LookaheadBytes) + LookaheadBytes);
        var available = _buffer.AsSpan(_next, Math.Min(_end - _next, buffer.Length + LookaheadBytes));
        var isRest = _isSourceRead && available.Length == _end - _next;
        var count = Math.Min(buffer.Length, available.Length - (isRest ? 0 : LookaheadBytes));
        if (count == 0)
        {
            HasRunOut |= !buffer.IsEmpty;
            return 0;
        }

        var end = FirstEnd(available, isRest);
        MayHaveEnded = end == 1;
        count = MayHaveEnded ? 1 : Math.Min(count, end - 1);
        available[..count].CopyTo(buffer);
        _next += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>After how many of the bytes (1 or more) a member may end; beyond all of them when nowhere.</summary>
    static int FirstEnd(ReadOnlySpan<byte> available, bool isRest)
    {
        if (available.Length <= TrailerBytes)
        {
            return int.MaxValue;
        }

        var behind = available[(1 + TrailerBytes)..];
        var end = isRest ? behind.TrimEnd((byte)0).Length : int.MaxValue;
        foreach (var at in (ReadOnlySpan<int>)[behind.IndexOf(GzipHeader.Magic), behind.IndexOf(Padding)])
        {
            end = at >= 0 ? Math.Min(end, at) : end;
        }

        return end == int.MaxValue ? end : end + 1;
    }

    static ReadOnlySpan<byte> Padding => [0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>False when there are not so many bytes up to the end.</summary>
    bool Fill(int count)
    {
        while (_end - _next < count && !_isSourceRead)
        {
            if (_buffer.Length - _next < count)
            {
                _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
                (_next, _end) = (0, _end - _next);
            }

            var read = _source!.Read(_buffer.AsSpan(_end));
            _end += read;
            _isSourceRead = read == 0;
        }

        return _end - _next >= count;
    }
}
