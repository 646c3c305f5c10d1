namespace Impressions.Core.Kinesis;

/// <summary>How the data of a record, or of one inside an aggregate, holds its events.</summary>
enum RecordEncoding : byte
{
    /// <summary>One enriched event a line.</summary>
    Plain,

    /// <summary>Several events, compressed by Enrich (6.11 and later).</summary>
    Gzip,

    /// <summary>As <see cref="Gzip"/>.</summary>
    Zstd,

    /// <summary>Several records in one, made by the Kinesis Producer Library (Enrich before 3.2).</summary>
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

        return data.StartsWith(AggregatedRecords.Magic) ? RecordEncoding.Aggregate : RecordEncoding.Plain;
    }
}
