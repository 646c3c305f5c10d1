using Impressions.Calls;
using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Function.Calls;

public sealed class CallRetriesTests : IDisposable
{
    static readonly byte[] Body = "{}"u8.ToArray();

    readonly CallTurns _turns = new(TimeProvider.System, () => 0);
    readonly RetryBudget _budget = new(TimeProvider.System, TimeSpan.FromMinutes(1));
    readonly Queue<CallAnswer> _answers = new();
    Action _whileUnderWay = () => { };
    int _attempts;

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task SendAsync_Accepted_IsOneAttempt()
    {
        Assert.Equal(Answers.Accepted, await SendAsync(Answers.Accepted));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task SendAsync_FailsThenIsAccepted_CountsEveryAttempt()
    {
        var answer = await SendAsync(Answers.Unavailable, Answers.Unavailable, Answers.Accepted);

        Assert.Equal(Answers.Accepted with { Attempts = 3 }, answer);
    }

    [Fact]
    public async Task SendAsync_FailsForEver_GivesUp()
    {
        var answer = await SendAsync(Answers.Unavailable);

        Assert.Equal(Answers.Unavailable with { Attempts = RetryPolicy.MaxAttempts }, answer);
    }

    [Theory]
    [InlineData(CallOutcome.Rejected)]
    [InlineData(CallOutcome.Misconfigured)]
    public async Task SendAsync_RefusedForGood_IsNotRepeated(object outcome)
    {
        var refusal = new CallAnswer((CallOutcome)outcome, "code", Attempts: 1, Throttles: 0);

        Assert.Equal(refusal, await SendAsync(refusal));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task SendAsync_ThrottledOften_IsRepeatedBeyondTheLimitForFailures()
    {
        var throttles = Enumerable.Repeat(Answers.Throttled, RetryPolicy.MaxAttempts + 1);

        var answer = await SendAsync([.. throttles, Answers.Accepted]);

        Assert.Equal(Answers.Accepted with { Attempts = 6, Throttles = 5 }, answer);
    }

    [Fact]
    public async Task SendAsync_Throttled_SlowsDownEveryCall()
    {
        _ = await SendAsync(Answers.Throttled, Answers.Throttled, Answers.Accepted);

        Assert.True(_turns.Spacing > CallPace.FirstSpacing);
    }

    [Fact]
    public async Task SendAsync_AcceptedAfterAThrottle_LetsCallsComeCloser()
    {
        _ = await SendAsync(Answers.Throttled, Answers.Accepted);

        Assert.InRange(_turns.Spacing, CallPace.FreeSpacing, CallPace.FirstSpacing * 0.99);
    }

    [Fact]
    public async Task SendAsync_FailsAgainAndAgain_WaitsAsThePolicySays()
    {
        var clock = new ImpatientClock();
        var calls = new CallRetries<ReadOnlyMemory<byte>>(
            (_, _) => Task.FromResult(Answers.Unavailable),
            _turns,
            clock,
            () => 1
        );

        _ = await calls.SendAsync(Body, _budget, CancellationToken.None);

        Assert.Equal([100, 400, 1_600], clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public void Report_AcceptedWhereNothingWasTaken_GivesNothingBack()
    {
        _budget.Report(Answers.Accepted);

        var taken = Enumerable.Range(0, RetryBudget.Capacity + 1).Count(_ => _budget.TryTake());

        Assert.Equal(RetryBudget.Capacity, taken);
    }

    [Fact]
    public async Task SendAsync_ThrottledForEver_EndsWithTheDeadlineAndSaysWhy()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var answer = await SendAsync(deadline.Token, Answers.Throttled);

        Assert.Equal((CallOutcome.Unavailable, "ThrottlingException"), (answer.Outcome, answer.Code));
        Assert.InRange(answer.Throttles, 2, 20); // 10, 20, 40, 80 ms and so on apart
    }

    [Fact]
    public async Task SendAsync_OthersHaveSpentTheRetries_IsNotRepeated()
    {
        for (var i = 0; i < RetryBudget.Capacity; i++)
        {
            Assert.True(_budget.TryTake());
        }

        var answer = await SendAsync(Answers.Unavailable, Answers.Accepted);

        Assert.Equal(Answers.Unavailable, answer);
        Assert.True(_budget.IsSpent);
    }

    [Fact]
    public async Task SendAsync_AnotherCallFoundOutThatNoneCanSucceed_IsNotRepeatedHoweverThrottled()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _whileUnderWay = _budget.Stop;

        var answer = await SendAsync(deadline.Token, Answers.Throttled);

        Assert.Equal(Answers.Throttled, answer); // one attempt
        Assert.False(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task SendAsync_StoppedBeforeItsTurn_MakesNoAttempt()
    {
        _budget.Stop();

        var answer = await SendAsync(Answers.Accepted);

        Assert.Equal(new(CallOutcome.Unavailable, "stopped", Attempts: 0, Throttles: 0), answer);
        Assert.Equal(0, _attempts);
    }

    [Fact]
    public async Task SendAsync_FailuresAndSuccessesInTurn_NeverSpendTheRetries()
    {
        for (var i = 0; i < RetryBudget.Capacity * 2; i++)
        {
            _ = await SendAsync(Answers.Unavailable, Answers.Accepted);
        }

        Assert.False(_budget.IsSpent);
    }

    Task<CallAnswer> SendAsync(params CallAnswer[] answers) => SendAsync(CancellationToken.None, answers);

    /// <summary>The last answer is given for ever.</summary>
    Task<CallAnswer> SendAsync(CancellationToken deadline, params CallAnswer[] answers)
    {
        _answers.Clear();
        Array.ForEach(answers, _answers.Enqueue);
        var calls = new CallRetries<ReadOnlyMemory<byte>>(
            (_, _) =>
            {
                _attempts++;
                _whileUnderWay();
                return Task.FromResult(_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek());
            },
            _turns,
            TimeProvider.System,
            () => 0.01
        );
        return calls.SendAsync(Body, _budget, deadline);
    }

    /// <summary>Waits for nothing, and tells how long it should have.</summary>
    sealed class ImpatientClock : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            Waits.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
