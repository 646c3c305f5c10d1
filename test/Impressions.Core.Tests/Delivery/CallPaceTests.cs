using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class CallPaceTests
{
    /// <summary>Turns are then exactly a spacing apart.</summary>
    const double Even = 0.5;

    readonly CallPace _pace = new();

    [Fact]
    public void WaitAt_NothingThrottled_IsFree()
    {
        for (var call = 1; call <= 1_000; call++)
        {
            Assert.True(_pace.WaitAt(Milliseconds(call)) <= TimeSpan.Zero);
            _pace.Start(Milliseconds(call), Even);
            _pace.Accept();
        }
    }

    [Fact]
    public void Throttle_AgainAndAgain_DoublesTheSpacingUpToItsLimit()
    {
        var spacings = new List<double>();
        for (var second = 0; second < 8; second++)
        {
            _pace.Throttle(Milliseconds(second * 1_000), Milliseconds(second * 1_000), Even);
            spacings.Add(_pace.Spacing.TotalMilliseconds);
        }

        Assert.Equal([20, 40, 80, 160, 250, 250, 250, 250], spacings);
    }

    [Fact]
    public void Throttle_CallsThatStartedBeforeTheSlowing_ChangeNothing()
    {
        for (var i = 0; i < 32; i++)
        {
            _pace.Throttle(startedAt: TimeSpan.Zero, Milliseconds(5), Even);
        }

        Assert.Equal(CallPace.FirstSpacing, _pace.Spacing);
    }

    [Fact]
    public void Accept_AfterThrottling_RecoversUntilCallsAreFree()
    {
        for (var i = 0; i < 8; i++)
        {
            _pace.Throttle(TimeSpan.Zero, TimeSpan.Zero, Even);
        }

        var calls = 0;
        for (var before = _pace.Spacing; _pace.Spacing > TimeSpan.Zero; calls++)
        {
            _pace.Accept();
            Assert.True(_pace.Spacing < before);
            before = _pace.Spacing;
        }

        Assert.Equal(53, calls);
    }

    [Theory]
    [InlineData(0.0, 10)]
    [InlineData(0.5, 20)]
    [InlineData(1.0, 30)]
    public void WaitAt_Throttled_IsHalfToOneAndAHalfOfTheSpacing(double chance, int milliseconds)
    {
        _pace.Throttle(TimeSpan.Zero, Milliseconds(1_000), chance);

        Assert.Equal(Milliseconds(milliseconds), _pace.WaitAt(Milliseconds(1_000)));
        Assert.Equal(TimeSpan.Zero, _pace.WaitAt(Milliseconds(1_000 + milliseconds)));
    }

    [Fact]
    public void Start_Throttled_PutsTheNextTurnASpacingLater()
    {
        _pace.Throttle(TimeSpan.Zero, TimeSpan.Zero, Even);

        _pace.Start(Milliseconds(50), Even);

        Assert.Equal(CallPace.FirstSpacing, _pace.WaitAt(Milliseconds(50)));
    }

    static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
