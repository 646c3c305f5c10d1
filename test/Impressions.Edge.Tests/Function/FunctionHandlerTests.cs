using System.Text;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;
using Impressions.DeadLetters;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Function;

/// <summary>What an invocation's time is kept for, by a clock of the test's own.</summary>
public sealed class FunctionHandlerTests
{
    static readonly byte[] OneEvent = Some.Payload(Some.Line());

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    CancellationToken _endOfCalls;
    CancellationToken _endOfStoring;

    [Theory]
    [InlineData(60, 58)] // 2 s are kept for the answer
    [InlineData(4, 3)] // a quarter of little time
    [InlineData(8, 6)]
    public async Task HandleAsync_CallsHang_EndsThemInTimeToAnswer(double secondsLeft, double seconds)
    {
        var handling = HandleAsync(Handler(CallsHang), OneEvent, secondsLeft);

        AssertEndsAfter(seconds, () => _endOfCalls);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", await handling);
    }

    [Theory]
    [InlineData(60, 55)] // 3 s more for storing
    [InlineData(4, 2.4)] // a fifth of little time
    public async Task HandleAsync_CallsHangBeforeABucket_EndsThemInTimeToStore(
        double secondsLeft,
        double seconds
    )
    {
        var handling = HandleAsync(Handler(CallsHang, Bucket("")), OneEvent, secondsLeft);

        AssertEndsAfter(seconds, () => _endOfCalls);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", await handling);
    }

    [Theory]
    [InlineData(60, 58)]
    [InlineData(4, 3)]
    public async Task HandleAsync_BucketHangs_EndsItInTimeToAnswer(double secondsLeft, double seconds)
    {
        var handler = Handler(NothingToSend, Bucket(answer: null));
        var handling = HandleAsync(handler, Some.Payload("no event"), secondsLeft);

        AssertEndsAfter(seconds, () => _endOfStoring);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", await handling);
    }

    [Fact]
    public async Task HandleAsync_BucketStores_SettlesTheRecord() =>
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            await HandleAsync(Handler(NothingToSend, Bucket("")), Some.Payload("no event"), secondsLeft: 60)
        );

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task HandleAsync_DeadlinePassed_MakesNoCall(double secondsLeft)
    {
        var answer = await HandleAsync(Handler(CallsHang), OneEvent, secondsLeft);

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", answer);
    }

    [Fact]
    public async Task HandleAsync_Shutdown_EndsCalls()
    {
        using var shutdown = new CancellationTokenSource();
        var handling = HandleAsync(Handler(CallsHang), OneEvent, secondsLeft: 60, shutdown.Token);
        Assert.False(_endOfCalls.IsCancellationRequested);

        await shutdown.CancelAsync();

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", await handling);
    }

    [Theory]
    [InlineData(
        """{"Records":[],"window":{"start":"a"},"state":{"1":"282"},"isWindowTerminatedEarly":false}""",
        """{"batchItemFailures":[],"state":{"1":"282"}}"""
    )]
    [InlineData("""{"state": {} ,"Records":[]}""", """{"batchItemFailures":[],"state":{}}""")]
    [InlineData("""{"Records":[],"window":{"state":{"1":"2"}}}""", """{"batchItemFailures":[]}""")]
    public async Task HandleAsync_WindowWithState_AnswersIt(string payload, string expected) =>
        Assert.Equal(
            expected,
            await HandleAsync(Handler(NothingToSend), Encoding.UTF8.GetBytes(payload), secondsLeft: 60)
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"Records\":[{\"kinesis\":")]
    public async Task HandleAsync_OtherPayload_SaysWhatIsExpected(string payload)
    {
        var failure = await Assert.ThrowsAsync<InvocationException>(() =>
            HandleAsync(Handler(NothingToSend), Encoding.UTF8.GetBytes(payload), secondsLeft: 60)
        );

        Assert.Contains("Kinesis", failure.Message, StringComparison.Ordinal);
    }

    void AssertEndsAfter(double seconds, Func<CancellationToken> end)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(end().IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(end().IsCancellationRequested);
    }

    async Task<string> HandleAsync(
        FunctionHandler handler,
        byte[] payload,
        double secondsLeft,
        CancellationToken shutdown = default
    )
    {
        var deadline = _clock.GetUtcNow().AddSeconds(secondsLeft);
        var answer = await handler.HandleAsync(
            new("request-1", deadline, FunctionArn: "", payload),
            shutdown
        );
        return Encoding.UTF8.GetString(answer.Span);
    }

    FunctionHandler Handler(
        Func<CancellationToken, Task<List<SentBatch>>> send,
        DeadLetterBucket? bucket = null
    ) =>
        new(
            new Pipeline(bucket is null ? Some.Options() : Some.Options(("DEAD_LETTER_BUCKET", "bucket"))),
            (_, _, end) => send(end),
            new SetUpCheck(),
            bucket,
            metadata: null,
            shownItems: null,
            clicks: null,
            new InvocationLog(Stream.Null, "impressions-test", _clock),
            maxHeldBytes: 1 << 20,
            _clock
        );

    async Task<List<SentBatch>> CallsHang(CancellationToken end)
    {
        _endOfCalls = end;
        await Task.Delay(Timeout.Infinite, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [];
    }

    static Task<List<SentBatch>> NothingToSend(CancellationToken end) => Task.FromResult<List<SentBatch>>([]);

    /// <param name="answer">Of each write; null hangs.</param>
    DeadLetterBucket Bucket(string? answer) =>
        new(
            async (_, _, end) =>
            {
                _endOfStoring = end;
                if (answer is null)
                {
                    await Task.Delay(Timeout.Infinite, end)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                return answer ?? "deadline";
            },
            prefix: "",
            new RecordDecoder(),
            maxBytes: 1 << 20,
            _clock
        );
}
