namespace Impressions.Tests;

/// <summary>No event can be had from a record.</summary>
sealed class ReferenceDeadLetterException(DeadLetterReason reason) : Exception
{
    public DeadLetterReason Reason { get; } = reason;
}
