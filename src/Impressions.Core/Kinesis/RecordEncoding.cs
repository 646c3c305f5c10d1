namespace Impressions;

/// <summary>How a record's data holds its events.</summary>
enum RecordEncoding : byte
{
    /// <summary>One enriched event a line.</summary>
    Plain,
    Gzip,
    Zstd,

    /// <summary>Several records in one, made by the Kinesis Producer Library.</summary>
    Aggregate,
}

static class RecordEncodings
{
    /// <summary>By the first bytes; no enriched event can start with any of these.</summary>
    public static RecordEncoding Of(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith<byte>([0x1F, 0x8B]))
        {
            return RecordEncoding.Gzip;
        }

        if (data.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]))
        {
            return RecordEncoding.Zstd;
        }

        return data.StartsWith<byte>([0xF3, 0x89, 0x9A, 0xC2])
            ? RecordEncoding.Aggregate
            : RecordEncoding.Plain;
    }

    /// <summary>Why no event can be had from a record; none when it is plain.</summary>
    public static DeadLetterReason WhyUnreadable(in KinesisRecord record) =>
        record.IsCorrupt
            ? DeadLetterReason.CorruptRecord
            : Of(record.Data) switch
            {
                RecordEncoding.Plain => DeadLetterReason.None,
                RecordEncoding.Aggregate => DeadLetterReason.UnsupportedAggregation,
                _ => DeadLetterReason.UnsupportedCompression,
            };
}
