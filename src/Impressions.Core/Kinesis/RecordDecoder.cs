using System.Buffers.Binary;
using Impressions.Core.Delivery;

namespace Impressions.Core.Kinesis;

/// <summary>
/// Opens records, one at a time. A record that is not plain is taken apart to its end before its first event is handed
/// out, so that of a damaged one nothing is. A damaged member of an aggregate is a dead letter by itself: the other members
/// are read. Not for concurrent use: its buffers serve all records.
/// </summary>
/// <param name="zstdLibrary">The shared library that reads zstd.</param>
/// <param name="maxDecodedBytes">Most that is taken out of one record (bytes).</param>
sealed class RecordDecoder(
    string zstdLibrary = ZstdLibrary.Name,
    int maxDecodedBytes = RecordLimits.MaxDecodedBytes
)
{
    /// <summary>The version of Enrich's compressed layout that is known (first byte of what comes out).</summary>
    const byte FormatVersion = 1;

    /// <summary>The format version, and the version of the payload, which says nothing about the layout (bytes).</summary>
    const int VersionBytes = 2;

    readonly GzipDecoder _gzip = new();
    readonly ZstdDecoder _zstd = new(maxDecodedBytes, zstdLibrary);
    readonly DecodedBytes _decoded = new(maxDecodedBytes);
    readonly List<EventPlace> _places = [];
    readonly int _maxEvents = RecordLimits.Events(maxDecodedBytes);

    /// <summary>What came out of members of an aggregate that turned out to be damaged (bytes).</summary>
    int _wastedBytes;

    /// <summary>Lets go of what a large record took, once no events of it are needed any more.</summary>
    public void Release() => _decoded.Clear();

    /// <param name="record">Must outlive the events.</param>
    /// <param name="events">None when there is a reason.</param>
    /// <returns>Why no event can be had from the record.</returns>
    public DeadLetterReason Open(in KinesisRecord record, out RecordEvents events)
    {
        events = default;
        if (record.IsCorrupt)
        {
            return DeadLetterReason.CorruptRecord;
        }

        var encoding = RecordEncodings.Of(record.Data);
        if (encoding == RecordEncoding.Plain)
        {
            if (HasTooManyLines(record.Data))
            {
                return DeadLetterReason.TooLarge;
            }

            events = new RecordEvents(new EventLines(record.Data));
            return DeadLetterReason.None;
        }

        _decoded.Clear();
        _places.Clear();
        _wastedBytes = 0;
        var reason =
            encoding == RecordEncoding.Aggregate
                ? AddAggregate(record.Data)
                : AddCompressed(encoding, record.Data);
        if (reason == DeadLetterReason.None)
        {
            events = new RecordEvents(_decoded.Written, _places);
        }

        return reason;
    }

    /// <summary>Almost no record is long enough to be counted.</summary>
    bool HasTooManyLines(ReadOnlySpan<byte> data) =>
        data.Length >= _maxEvents && data[..^1].Count((byte)'\n') >= _maxEvents;

    DeadLetterReason AddAggregate(ReadOnlySpan<byte> data)
    {
        var members = new AggregatedRecords(data);
        while (members.MoveNext())
        {
            var (bytes, events) = (_decoded.Length, _places.Count);
            var reason = AddMember(members.Current);
            if (reason == DeadLetterReason.None)
            {
                continue;
            }

            _wastedBytes += _decoded.Length - bytes;
            if (_decoded.IsTooLarge || _places.Count > _maxEvents || _wastedBytes > maxDecodedBytes)
            {
                return DeadLetterReason.TooLarge;
            }

            _decoded.CutTo(bytes);
            _places.RemoveRange(events, _places.Count - events);
            if (!TryAddDamaged(members.Current, reason))
            {
                return DeadLetterReason.TooLarge;
            }
        }

        return members.IsCorrupt ? DeadLetterReason.CorruptRecord : DeadLetterReason.None;
    }

    DeadLetterReason AddMember(ReadOnlySpan<byte> data) =>
        RecordEncodings.Of(data) switch
        {
            RecordEncoding.Plain => AddPlain(data),
            RecordEncoding.Aggregate => DeadLetterReason.CorruptRecord, // the library never does that
            var encoding => AddCompressed(encoding, data),
        };

    /// <summary>Adds a member as it is, in place of the events that cannot be had from it.</summary>
    bool TryAddDamaged(ReadOnlySpan<byte> member, DeadLetterReason reason)
    {
        var start = _decoded.Length;
        _decoded.Write(member);
        return !_decoded.IsTooLarge && TryAdd(start, member.Length, reason);
    }

    DeadLetterReason AddPlain(ReadOnlySpan<byte> data)
    {
        var start = _decoded.Length;
        _decoded.Write(data);
        if (_decoded.IsTooLarge)
        {
            return DeadLetterReason.TooLarge;
        }

        var lines = new EventLines(data);
        while (lines.TryRead(out var line))
        {
            if (!TryAdd(start, line.Length))
            {
                return DeadLetterReason.TooLarge;
            }

            start += line.Length + 1;
        }

        return DeadLetterReason.None;
    }

    DeadLetterReason AddCompressed(RecordEncoding encoding, ReadOnlySpan<byte> data)
    {
        var start = _decoded.Length;
        var reason =
            encoding == RecordEncoding.Gzip ? _gzip.Decode(data, _decoded) : _zstd.Decode(data, _decoded);
        return reason == DeadLetterReason.None ? AddFrames(start) : reason;
    }

    /// <summary>Two version bytes, then length (four bytes, the highest first) and enriched event, again and again.</summary>
    DeadLetterReason AddFrames(int start)
    {
        var decoded = _decoded.Written;
        if (decoded.Length - start < VersionBytes)
        {
            return DeadLetterReason.CorruptRecord;
        }

        if (decoded[start] != FormatVersion)
        {
            return DeadLetterReason.UnsupportedCompression;
        }

        for (var at = start + VersionBytes; at < decoded.Length; )
        {
            if (!BinaryPrimitives.TryReadInt32BigEndian(decoded[at..], out var length))
            {
                return DeadLetterReason.CorruptRecord;
            }

            at += sizeof(int);
            if (length < 0 || length > decoded.Length - at)
            {
                return DeadLetterReason.CorruptRecord;
            }

            if (!TryAdd(at, length))
            {
                return DeadLetterReason.TooLarge;
            }

            at += length;
        }

        return DeadLetterReason.None;
    }

    bool TryAdd(int start, int length, DeadLetterReason reason = DeadLetterReason.None)
    {
        _places.Add(new EventPlace(start, length, reason));
        return _places.Count <= _maxEvents;
    }
}
