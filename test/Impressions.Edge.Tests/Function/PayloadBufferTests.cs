using static Impressions.Edge.Tests.Function.FakeRuntimeApi;

namespace Impressions.Edge.Tests.Function;

public sealed class PayloadBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((64 << 10) - 1)]
    [InlineData(64 << 10)] // fills the first buffer
    [InlineData(6 << 20)]
    [InlineData(PayloadBuffer.MaxBytes)]
    public async Task RunAsync_PayloadOfAnySize_IsReadWholeWithAndWithoutItsLength(int bytes)
    {
        var payload = new byte[bytes];
        new Random(bytes).NextBytes(payload);
        using var api = new FakeRuntimeApi(
            Next("id-1", payload),
            Next("id-2", payload, withLength: false),
            Next("id-3", "{}"u8.ToArray())
        );
        var equal = 0;

        await api.RunAsync(i =>
        {
            equal += i.Payload.Span.SequenceEqual(i.RequestId is "id-3" ? "{}"u8 : payload) ? 1 : 0;
            return "{}";
        });

        Assert.Equal(3, equal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_PayloadTooLarge_FailsThatInvocationOnly(bool withLength)
    {
        using var api = new FakeRuntimeApi(
            Next("id-1", new byte[PayloadBuffer.MaxBytes + 1], withLength),
            Next("id-2")
        );

        await api.RunAsync(_ => "{}");

        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", api.Posts[0].Path);
        Assert.Contains("larger than 25165824 bytes", api.Posts[0].Body, StringComparison.Ordinal);
        Assert.Equal("/2018-06-01/runtime/invocation/id-2/response", api.Posts[1].Path);
    }
}
