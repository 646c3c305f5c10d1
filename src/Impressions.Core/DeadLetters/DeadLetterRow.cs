using Impressions.Core.Delivery;

namespace Impressions.Core.DeadLetters;

/// <summary>What of an invocation's payload a dead letter keeps.</summary>
enum DeadLetterContent : byte
{
    /// <summary>One enriched event: a line without its newline.</summary>
    Event,

    /// <summary>The whole data of a record, or of a member of an aggregate, in which no event could be found.</summary>
    Record,

    /// <summary>The record's JSON as it stood in the invocation: its data is missing or not base64.</summary>
    LambdaRecord,
}

/// <summary>One dead letter as it is kept: what could not be sent, byte for byte, and what there is to know of it.</summary>
sealed record DeadLetterRow
{
    /// <summary>Code of a <see cref="DeadLetterReason"/>; one of another version may be unknown here.</summary>
    public required string Reason { get; init; }

    /// <summary>Personalize's error code where it refused the interaction, else the reason.</summary>
    public required string ErrorCode { get; init; }

    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>Of the invocation.</summary>
    public required string RequestId { get; init; }

    /// <summary>Empty where the payload named none.</summary>
    public required string ShardId { get; init; }

    public required string SequenceNumber { get; init; }

    /// <summary>0-based, within the record.</summary>
    public required int Line { get; init; }

    /// <summary>When the stream took the record.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    public required DeadLetterContent Content { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>JSON of a PutEvents call with the refused interaction alone; empty when none was refused.</summary>
    public ReadOnlyMemory<byte> Refused { get; init; }
}
