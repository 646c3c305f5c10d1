namespace Impressions.Tests;

public sealed class CallPaceTests : IDisposable
{
    readonly HandClock _clock = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    readonly CallPace _pace;

    public CallPaceTests() => _pace = new CallPace(_clock, () => 0.5); // turns exactly a spacing apart

    public void Dispose() => _pace.Dispose();

    [Fact]
    public void TakeTurnAsync_NothingThrottled_IsFree()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(_pace.TakeTurnAsync(CancellationToken.None).IsCompletedSuccessfully);
        }

        _pace.Accepted();
        Assert.True(_pace.TakeTurnAsync(CancellationToken.None).IsCompletedSuccessfully);
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
        using var pace = new CallPace(TimeProvider.System, () => 0.5);
        pace.Throttled(TimeProvider.System.GetTimestamp());

        var turns = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => pace.TakeTurnAsync(CancellationToken.None).AsTask())
        );

        var gaps = turns.Order().Zip(turns.Order().Skip(1), TimeProvider.System.GetElapsedTime);
        var least = CallPace.FirstSpacing - TimeSpan.FromMilliseconds(1); // timers count whole milliseconds
        Assert.All(gaps, gap => Assert.True(gap >= least, gap.ToString()));
    }

    [Fact]
    public async Task TakeTurnAsync_Cancelled_EndsTheWaitAndLeavesTheTurnToOthers()
    {
        using var pace = new CallPace(TimeProvider.System, () => 0.5);
        pace.Throttled(TimeProvider.System.GetTimestamp());
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pace.TakeTurnAsync(deadline.Token).AsTask()
        );
        _ = await pace.TakeTurnAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
