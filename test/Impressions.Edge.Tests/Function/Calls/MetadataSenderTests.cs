using Impressions.Calls;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Function.Calls;

public sealed class MetadataSenderTests
{
    readonly PassingClock _clock = new(longest: TimeSpan.FromSeconds(1));
    readonly List<(DateTimeOffset At, MetadataCall Call)> _calls = [];
    readonly MetadataSender _sender;
    Func<MetadataCall, CallAnswer> _answer = _ => Answer(CallOutcome.Accepted);

    public MetadataSenderTests() =>
        _sender = new(
            (call, _) =>
            {
                lock (_calls)
                {
                    _calls.Add((_clock.GetUtcNow(), call));
                }

                return Task.FromResult(_answer(call));
            },
            _clock
        );

    [Fact]
    public async Task SendAsync_Many_GoTenACallEachOperationForItself()
    {
        var report = await SendAsync([.. Users(25), .. Items(3)]);

        Assert.Equal((28, 0, ""), (report.Accepted, report.Failed, report.Failure));
        Assert.Equal(
            [(Dataset.Users, 10), (Dataset.Users, 10), (Dataset.Users, 5), (Dataset.Items, 3)],
            _calls
                .OrderBy(call => call.Call.Dataset)
                .ThenBy(call => call.At)
                .Select(call => (call.Call.Dataset, call.Call.Entries.Count))
        );
    }

    [Fact]
    public async Task SendAsync_Calls_AreATenthOfASecondApart()
    {
        _ = await SendAsync(Users(40));

        var gaps = _calls.Zip(_calls.Skip(1), (first, second) => second.At - first.At).ToList();
        Assert.Equal(3, gaps.Count);
        Assert.All(gaps, gap => Assert.True(gap >= TimeSpan.FromMilliseconds(100), gap.ToString()));
    }

    [Fact]
    public async Task SendAsync_MoreThanItsTime_LeavesTheRestForLater()
    {
        var report = await SendAsync(Users(1_000));

        Assert.InRange(_calls.Count, 2, 21);
        Assert.Equal(("deadline", 1_000 - report.Accepted), (report.Failure, report.Failed));

        var before = _calls.Count;
        _ = await SendAsync(Users(1_000));

        Assert.Equal($"user-{report.Accepted}", _calls[before].Call.Entries[0].Id);
    }

    [Fact]
    public async Task SendAsync_ToldBefore_IsToldAgainOnlyWhenItChanged()
    {
        _ = await SendAsync(Users(2));
        _ = await SendAsync(Users(2));
        Assert.Single(_calls);

        _ = await SendAsync([new(Dataset.Users, "user-0", """{"a":2}"""), .. Users(2).Skip(1)]);

        Assert.Equal("user-0", Assert.Single(_calls[^1].Call.Entries).Id);
    }

    [Fact]
    public async Task SendAsync_SameIdInTheOtherDataset_IsAnother()
    {
        _ = await SendAsync([new(Dataset.Users, "a", "{}")]);
        _ = await SendAsync([new(Dataset.Items, "a", "{}")]);

        Assert.Equal(2, _calls.Count);
    }

    [Theory]
    [InlineData(OutcomeName.Unavailable)]
    [InlineData(OutcomeName.Misconfigured)]
    public async Task SendAsync_NotTaken_StopsAndIsToldAgain(string outcome)
    {
        _answer = _ => Answer(Enum.Parse<CallOutcome>(outcome), "SomeCode");

        var report = await SendAsync(Users(30));

        Assert.Single(_calls);
        Assert.Equal((0, 30, "SomeCode"), (report.Accepted, report.Failed, report.Failure));

        _answer = _ => Answer(CallOutcome.Accepted);
        Assert.Equal(30, (await SendAsync(Users(30))).Accepted);
    }

    [Fact]
    public async Task SendAsync_OneThatIsRefused_CostsTheOthersNothing()
    {
        _answer = call =>
            call.Entries.Any(entry => entry.Id == "user-3")
                ? Answer(CallOutcome.Rejected, "InvalidInputException")
                : Answer(CallOutcome.Accepted);

        var report = await SendAsync(Users(10));

        Assert.Equal((9, 1, "InvalidInputException"), (report.Accepted, report.Failed, report.Failure));
        Assert.Equal(11, _calls.Count);

        _ = await SendAsync(Users(10));
        Assert.Equal(11, _calls.Count); // the same text would be refused again
    }

    /// <summary>What came behind a failed record was sent; delivered again, the older one does not replace it.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)] // as old: there is no telling
    [InlineData(3, 2)]
    public async Task SendAsync_OfAnOlderRecord_DoesNotReplaceWhatWasSent(long arrival, int calls)
    {
        var older = new Metadata(Dataset.Items, "a", """{"price":1}""", arrival);
        _ = await SendAsync([new Metadata(Dataset.Items, "a", """{"price":2}""", 2)]);

        _ = await SendAsync([older]);

        Assert.Equal(calls, _calls.Count);
    }

    [Fact]
    public async Task SendAsync_DeadlineBefore_MakesNoFurtherCall()
    {
        using var deadline = new CancellationTokenSource();
        _answer = _ =>
        {
            deadline.Cancel();
            return Answer(CallOutcome.Accepted);
        };

        var report = await _sender.SendAsync(Users(30), deadline.Token).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(_calls);
        Assert.Equal((10, 20, "deadline"), (report.Accepted, report.Failed, report.Failure));
    }

    Task<MetadataReport> SendAsync(IReadOnlyCollection<Metadata> metadata) =>
        _sender.SendAsync(metadata, CancellationToken.None);

    static Metadata[] Users(int count) =>
        [
            .. Some.Ids(count, "user-")
                .Select(id => new Metadata(Dataset.Users, id, """{"a":1}""", ArrivalMilliseconds: 1)),
        ];

    static Metadata[] Items(int count) =>
        [
            .. Some.Ids(count, "item-")
                .Select(id => new Metadata(Dataset.Items, id, """{"a":1}""", ArrivalMilliseconds: 1)),
        ];

    static CallAnswer Answer(CallOutcome outcome, string code = "") =>
        new(outcome, code, Attempts: 1, Throttles: 0);

    static class OutcomeName
    {
        public const string Unavailable = nameof(CallOutcome.Unavailable);
        public const string Misconfigured = nameof(CallOutcome.Misconfigured);
    }
}
