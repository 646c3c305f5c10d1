using Impressions.Calls;
using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Function.Calls;

public sealed class CallTurnsTests : IDisposable
{
    readonly FakeTimeProvider _clock = new();
    readonly CallTurns _turns;

    public CallTurnsTests() => _turns = new CallTurns(_clock, () => 0.5); // exactly a spacing apart

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task TakeAsync_NothingThrottled_IsFree()
    {
        for (var call = 0; call < 1_000; call++)
        {
            var turn = _turns.TakeAsync(CancellationToken.None);
            Assert.True(turn.IsCompletedSuccessfully);
            _turns.Report(Answers.Accepted, await turn);
        }
    }

    [Theory]
    [InlineData(CallOutcome.Unavailable)]
    [InlineData(CallOutcome.Rejected)]
    public async Task Report_FailureThatIsNoThrottle_LeavesCallsFree(object outcome)
    {
        var answer = new CallAnswer((CallOutcome)outcome, "code", Attempts: 1, Throttles: 0);

        _turns.Report(answer, await _turns.TakeAsync(CancellationToken.None));

        Assert.Equal(TimeSpan.Zero, _turns.Spacing);
    }

    [Fact]
    public async Task TakeAsync_Throttled_WaitsASpacingForEachCall()
    {
        _turns.Report(Answers.Throttled, startedAt: TimeSpan.Zero);
        for (var call = 0; call < 10; call++)
        {
            var turn = _turns.TakeAsync(CancellationToken.None).AsTask();
            _clock.Advance(CallPace.FirstSpacing - TimeSpan.FromTicks(1));
            Assert.False(turn.IsCompleted);

            _clock.Advance(TimeSpan.FromTicks(1));
            await turn.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task TakeAsync_ManyThrottled_StartOneAfterTheOther()
    {
        using var turns = new CallTurns(new HastyClock(), () => 0.5);
        turns.Report(Answers.Throttled, startedAt: TimeSpan.Zero);

        var starts = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => turns.TakeAsync(CancellationToken.None).AsTask())
        );

        Array.Sort(starts);
        Assert.All(
            starts.Zip(starts.Skip(1), (one, next) => next - one),
            gap => Assert.True(gap >= CallPace.FirstSpacing, gap.ToString())
        );
    }

    [Fact]
    public async Task TakeAsync_Cancelled_EndsTheWaitAndLeavesTheTurnToOthers()
    {
        _turns.Report(Answers.Throttled, startedAt: TimeSpan.Zero);
        using var deadline = new CancellationTokenSource();
        var waiting = _turns.TakeAsync(deadline.Token).AsTask();

        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _clock.Advance(CallPace.FirstSpacing);
        await _turns.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Whatever is waited for comes at once, and then it is that late.</summary>
    sealed class HastyClock : TimeProvider
    {
        long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
