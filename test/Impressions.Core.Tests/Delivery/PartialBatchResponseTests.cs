using System.Text;
using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class PartialBatchResponseTests
{
    [Theory]
    [InlineData("", """{"batchItemFailures":[]}""")]
    [InlineData("4959", """{"batchItemFailures":[{"itemIdentifier":"4959"}]}""")]
    public void Write_LowestFailed_IsTheExactContract(string lowestFailed, string expected) =>
        Assert.Equal(
            expected,
            Encoding.UTF8.GetString(PartialBatchResponse.Write(Encoding.UTF8.GetBytes(lowestFailed)).Span)
        );

    [Theory]
    [InlineData("", """{"batchItemFailures":[],"state":{"a":"1"}}""")]
    [InlineData("4959", """{"batchItemFailures":[{"itemIdentifier":"4959"}],"state":{"a":"1"}}""")]
    public void Write_StateOfAWindow_IsGivenBack(string lowestFailed, string expected) =>
        Assert.Equal(
            expected,
            Encoding.UTF8.GetString(
                PartialBatchResponse.Write(Encoding.UTF8.GetBytes(lowestFailed), """{"a":"1"}"""u8).Span
            )
        );
}
