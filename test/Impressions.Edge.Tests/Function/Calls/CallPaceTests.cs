using Microsoft.Extensions.Time.Testing;

namespace Impressions.Tests;

public sealed class CallPaceTests : IDisposable
{
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    readonly CallPace _pace;

    public CallPaceTests() => _pace = new CallPace(_clock, () => 0.5); // turns exactly a spacing apart

    public void Dispose() => _pace.Dispose();

    [Fact]
    public async Task TakeTurnAsync_NothingThrottled_IsFree()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var turn = _pace.TakeTurnAsync(CancellationToken.None).AsTask();
            Assert.True(turn.IsCompletedSuccessfully);
            _ = await turn;
            _pace.Accepted();
        }
    }

    [Fact]
    public void Throttled_AgainAndAgain_DoublesTheSpacingUpToItsLimit()
    {
        var spacings = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _pace.Throttled(_clock.GetTimestamp());
            spacings.Add(_pace.Spacing.TotalMilliseconds);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([20, 40, 80, 160, 250, 250, 250, 250], spacings);
    }

    [Fact]
    public void Throttled_CallsThatStartedBeforeTheSlowing_TellNothingNew()
    {
        var startedAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 32; i++)
        {
            _pace.Throttled(startedAt);
        }

        Assert.Equal(CallPace.FirstSpacing, _pace.Spacing);
    }

    [Fact]
    public void Accepted_AfterThrottling_RecoversUntilCallsAreFree()
    {
        for (var i = 0; i < 8; i++)
        {
            _pace.Throttled(_clock.GetTimestamp());
        }

        var calls = 0;
        for (var before = _pace.Spacing; _pace.Spacing > TimeSpan.Zero; calls++)
        {
            _pace.Accepted();
            Assert.True(_pace.Spacing < before);
            before = _pace.Spacing;
        }

        Assert.Equal(53, calls);
    }

    [Fact]
    public async Task TakeTurnAsync_Throttled_LetsOneCallStartInEachSpacing()
    {
        _pace.Throttled(_clock.GetTimestamp());

        var turns = Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => _pace.TakeTurnAsync(CancellationToken.None).AsTask())
        );
        while (!turns.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1); // for the call whose turn it is to go on
        }

        var starts = (await turns).Order().ToList();
        var gaps = starts.Zip(starts.Skip(1), _clock.GetElapsedTime);
        Assert.All(gaps, gap => Assert.True(gap >= CallPace.FirstSpacing, gap.ToString()));
    }

    [Fact]
    public async Task TakeTurnAsync_Throttled_WaitsNoLongerThanTheSpacing()
    {
        _pace.Throttled(_clock.GetTimestamp());
        for (var call = 0; call < 10; call++)
        {
            var turn = _pace.TakeTurnAsync(CancellationToken.None).AsTask();
            _clock.Advance(CallPace.FirstSpacing - TimeSpan.FromTicks(1));
            Assert.False(turn.IsCompleted);

            _clock.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(_clock.GetTimestamp(), await turn.WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task TakeTurnAsync_Cancelled_EndsTheWaitAndLeavesTheTurnToOthers()
    {
        _pace.Throttled(_clock.GetTimestamp());
        using var deadline = new CancellationTokenSource();
        var waiting = _pace.TakeTurnAsync(deadline.Token).AsTask();
        var behind = _pace.TakeTurnAsync(CancellationToken.None).AsTask();
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        while (!behind.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1);
        }

        await behind;
    }
}
