using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Delivery;

public sealed class RetryPolicyTests
{
    static readonly TimeSpan Plenty = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(CallOutcome.Accepted)]
    [InlineData(CallOutcome.Rejected)]
    [InlineData(CallOutcome.Misconfigured)]
    public void Decide_AnsweredForGood_GivesUp(object outcome)
    {
        var answer = new CallAnswer((CallOutcome)outcome, "", Attempts: 1, Throttles: 0);

        Assert.Equal(RetryDecision.GiveUp, RetryPolicy.Decide(1, answer, Plenty, chance: 0.5));
    }

    [Theory]
    [InlineData(1, 1.0, 100)]
    [InlineData(2, 1.0, 400)]
    [InlineData(3, 1.0, 1_600)]
    [InlineData(1, 0.25, 25)]
    [InlineData(3, 0.0, 0)]
    public void Decide_Unavailable_WaitsAShareOfFourTimesAsLong(
        int failures,
        double chance,
        int milliseconds
    ) =>
        Assert.Equal(
            RetryDecision.After(TimeSpan.FromMilliseconds(milliseconds)),
            RetryPolicy.Decide(failures, Answers.Unavailable, Plenty, chance)
        );

    [Fact]
    public void Decide_AfterTheLastAttempt_GivesUp() =>
        Assert.Equal(
            RetryDecision.GiveUp,
            RetryPolicy.Decide(RetryPolicy.MaxAttempts, Answers.Unavailable, Plenty, chance: 0)
        );

    [Theory]
    [InlineData(399, false)]
    [InlineData(400, false)]
    [InlineData(401, true)]
    public void Decide_WaitUpToTheEnd_GivesUpAtOnce(int millisecondsLeft, bool retries)
    {
        var decision = RetryPolicy.Decide(
            failures: 2,
            Answers.Unavailable,
            TimeSpan.FromMilliseconds(millisecondsLeft),
            chance: 1
        );

        Assert.Equal(retries, decision.Wait is not null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Decide_Throttled_TakesTheNextTurnHoweverOften(int failures) =>
        Assert.Equal(
            RetryDecision.NextTurn,
            RetryPolicy.Decide(failures, Answers.Throttled, Plenty, chance: 1)
        );

    [Fact]
    public void Decision_Kinds_AreToldApart()
    {
        Assert.Null(RetryDecision.GiveUp.Wait);
        Assert.Equal(
            (TimeSpan.Zero, false),
            (RetryDecision.NextTurn.Wait, RetryDecision.NextTurn.TakesRetry)
        );
        Assert.True(RetryDecision.After(TimeSpan.Zero).TakesRetry);
    }
}
