using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Reference;

/// <summary>No event can be had from a record.</summary>
#pragma warning disable CA1032 // never thrown without a reason
sealed class ReferenceDeadLetterException(DeadLetterReason reason) : Exception
{
    public DeadLetterReason Reason { get; } = reason;
}
#pragma warning restore CA1032
