using System.Buffers;

namespace Impressions.Core.Delivery;

/// <summary>The answer to Lambda.</summary>
static class PartialBatchResponse
{
    /// <param name="lowestFailed">
    /// As it stands in the payload; Lambda delivers this record and all after it again, so naming more would change
    /// nothing. Empty when no record failed.
    /// </param>
    /// <param name="state">
    /// State of a tumbling window, as JSON: Lambda wants it back from each invocation. Empty where the event has none.
    /// </param>
    public static ReadOnlyMemory<byte> Write(
        ReadOnlySpan<byte> lowestFailed,
        ReadOnlySpan<byte> state = default
    )
    {
        var answer = new ArrayBufferWriter<byte>(128);
        answer.Write("{\"batchItemFailures\":["u8);
        if (!lowestFailed.IsEmpty)
        {
            answer.Write("{\"itemIdentifier\":\""u8);
            answer.Write(lowestFailed);
            answer.Write("\"}"u8);
        }

        answer.Write("]"u8);
        if (!state.IsEmpty)
        {
            answer.Write(",\"state\":"u8);
            answer.Write(state);
        }

        answer.Write("}"u8);
        return answer.WrittenMemory;
    }
}
