#pragma warning disable RS0030 // a stream over what it is given: it opens nothing
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Impressions.Core.Compression;

/// <summary>
/// Decompresses gzip (RFC 1952) and checks what the framework's <see cref="GZipStream"/> lets pass: that every member is
/// whole, that its checksum and length are those of its content, and that nothing but another member, or zeros up to the
/// end, follows it. A file is accepted where <c>gzip -t</c> accepts it. Only the deflated bytes go to the framework.
/// </summary>
sealed class CheckedGzipStream : Stream
{
    readonly GzipInput _input;
    readonly bool _mayBePadded;
    readonly Crc32 _checksum = new();
    DeflateStream? _content;
    int _member; // 1-based
    uint _length; // of the member's content so far, modulo 2³² as in its trailer

    /// <summary>Of a file, which may be padded with zeros.</summary>
    /// <param name="source">Disposed with this.</param>
    public CheckedGzipStream(Stream source)
    {
        _input = new GzipInput(source);
        _mayBePadded = true;
    }

    /// <summary>Of bytes in memory, which nobody pads.</summary>
    /// <param name="bytes">The compressed bytes are its first <paramref name="length"/>; not to be changed meanwhile.</param>
    public CheckedGzipStream(byte[] bytes, int length) => _input = new GzipInput(bytes, length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The input is not gzip, or is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_content is not null || TryOpenMember()))
        {
            var read = Inflate(_content!, buffer);
            if (read > 0)
            {
                _checksum.Append(buffer[..read]);
                _length += (uint)read;
                return read;
            }

            CloseMember();
        }

        return 0;
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
            _content?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>False at the end of the input.</summary>
    bool TryOpenMember()
    {
        if (_member > 0 && _mayBePadded && _input.TrySkipZeros() && !_input.IsAtEnd)
        {
            throw Damaged("is followed by something else than gzip");
        }

        if (_member > 0 && _input.IsAtEnd)
        {
            return false;
        }

        _member++;
        _checksum.Reset();
        GzipHeader.Skip(_input, _checksum, _member);
        _checksum.Reset();
        _length = 0;
        _input.BeginDeflated();
        _content = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    int Inflate(DeflateStream content, Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"gzip member {_member} is damaged", exception);
        }
    }

    void CloseMember()
    {
        _content!.Dispose();
        _content = null;
        Span<byte> trailer = stackalloc byte[GzipInput.TrailerBytes];
        if (_input.HasRunOut || !_input.MayHaveEnded || !_input.TryTake(trailer))
        {
            throw Damaged(
                _input.HasRunOut ? "is cut off" : "is damaged, or followed by something else than gzip"
            );
        }

        if (
            BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _checksum.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]) != _length
        )
        {
            throw Damaged("is damaged: its checksum or length is not that of its content");
        }
    }

    InvalidDataException Damaged(string how) => new($"gzip member {_member} {how}");
}
