using System.Buffers;

namespace Impressions;

/// <summary>The answer to Lambda.</summary>
static class PartialBatchResponse
{
    /// <param name="lowestFailed">
    /// As it stands in the payload; Lambda delivers this record and all after it again, so naming more would change
    /// nothing. Empty when no record failed.
    /// </param>
    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> lowestFailed)
    {
        if (lowestFailed.IsEmpty)
        {
            return """{"batchItemFailures":[]}"""u8.ToArray();
        }

        var answer = new ArrayBufferWriter<byte>(128);
        answer.Write("{\"batchItemFailures\":[{\"itemIdentifier\":\""u8);
        answer.Write(lowestFailed);
        answer.Write("\"}]}"u8);
        return answer.WrittenMemory;
    }
}
