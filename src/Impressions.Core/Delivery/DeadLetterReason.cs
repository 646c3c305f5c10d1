namespace Impressions;

/// <summary>Why an event can never be sent, however often Lambda delivers it.</summary>
enum DeadLetterReason : byte
{
    /// <summary>It is none.</summary>
    None = 0,

    /// <summary>The record's data is missing or not base64.</summary>
    CorruptRecord,

    /// <summary>The record is compressed (gzip, zstd).</summary>
    UnsupportedCompression,

    /// <summary>The record is an aggregate of the Kinesis Producer Library.</summary>
    UnsupportedAggregation,

    /// <summary>The line has not exactly 131 columns: it is no enriched event, or a damaged one.</summary>
    WrongColumnCount,

    /// <summary>A column that the mapping needs is not JSON.</summary>
    BrokenJson,

    /// <summary>Personalize refused the interaction, sent alone.</summary>
    Rejected,
}
