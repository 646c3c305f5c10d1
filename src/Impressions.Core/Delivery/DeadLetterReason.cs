using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.Delivery;

/// <summary>Why an event can never be sent, however often Lambda delivers it.</summary>
enum DeadLetterReason : byte
{
    /// <summary>Not a dead letter.</summary>
    None = 0,

    /// <summary>
    /// The record's data is missing or not base64, or it is compressed or aggregated, and damaged: none of its events
    /// is used then.
    /// </summary>
    CorruptRecord,

    /// <summary>
    /// The record is compressed in a way that cannot be read here: zstd where <c>libzstd.so.1</c> is not installed
    /// (set <c>compression.type = gzip</c> in Enrich, or install it), or a later version of Enrich's layout.
    /// </summary>
    UnsupportedCompression,

    /// <summary>Beyond a limit of <see cref="RecordLimits"/> or <see cref="ItemList.MaxItems"/>.</summary>
    TooLarge,

    /// <summary>The line has not exactly 131 columns: it is not an enriched event, or a damaged one.</summary>
    WrongColumnCount,

    /// <summary>A column that the mapping needs is not JSON.</summary>
    BrokenJson,

    /// <summary>Personalize refused the interaction, sent alone.</summary>
    Rejected,
}
