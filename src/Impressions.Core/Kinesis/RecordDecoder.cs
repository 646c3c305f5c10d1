using System.Buffers.Binary;

namespace Impressions;

/// <summary>
/// Opens records, one at a time. A record that is not plain is taken apart to its end before its first event is handed
/// out, so that of a damaged one nothing is. Not for concurrent use: its buffers serve all records.
/// </summary>
/// <param name="zstdLibrary">The shared library that reads zstd.</param>
sealed class RecordDecoder(string zstdLibrary = ZstdLibrary.Name)
{
    /// <summary>The version of Enrich's compressed layout that is known (first byte of what comes out).</summary>
    const byte FormatVersion = 1;

    /// <summary>The format version, and the version of the payload, which says nothing about the layout (bytes).</summary>
    const int VersionBytes = 2;

    readonly GzipDecoder _gzip = new();
    readonly ZstdDecoder _zstd = new(zstdLibrary);
    readonly DecodedBytes _decoded = new();
    readonly List<(int Start, int Length)> _places = [];

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
    static bool HasTooManyLines(ReadOnlySpan<byte> data) =>
        data.Length >= RecordLimits.MaxEvents && data[..^1].Count((byte)'\n') >= RecordLimits.MaxEvents;

    DeadLetterReason AddAggregate(ReadOnlySpan<byte> data)
    {
        var records = new AggregatedRecords(data);
        while (records.MoveNext())
        {
            var encoding = RecordEncodings.Of(records.Current);
            var reason = encoding switch
            {
                RecordEncoding.Plain => AddPlain(records.Current),
                RecordEncoding.Aggregate => DeadLetterReason.CorruptRecord, // the library never does that
                _ => AddCompressed(encoding, records.Current),
            };
            if (reason != DeadLetterReason.None)
            {
                return reason;
            }
        }

        return records.IsCorrupt ? DeadLetterReason.CorruptRecord : DeadLetterReason.None;
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

    bool TryAdd(int start, int length)
    {
        _places.Add((start, length));
        return _places.Count <= RecordLimits.MaxEvents;
    }
}
