namespace Impressions.Core.Kinesis;

/// <summary>One record of the payload. Its spans hold until the next record is read.</summary>
readonly ref struct KinesisRecord
{
    /// <summary>The record's name within its shard, digits; what Lambda checkpoints by.</summary>
    public required ReadOnlySpan<byte> SequenceNumber { get; init; }

    /// <summary>Lambda's name for it: <c>shard id:sequence number</c>.</summary>
    public required ReadOnlySpan<byte> EventId { get; init; }

    /// <summary>When the stream took it (milliseconds since 1970-01-01 UTC); 0 when it does not say.</summary>
    public required long ArrivalMilliseconds { get; init; }

    /// <summary>Decoded; empty when <see cref="IsCorrupt"/>.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>True when the data is missing or not base64.</summary>
    public required bool IsCorrupt { get; init; }

    /// <summary>The record as Lambda handed it over, for what is corrupt.</summary>
    public ReadOnlySpan<byte> Json { get; init; }
}
