using System.Collections.Concurrent;
using System.Text.Json;
using Impressions.Calls;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Function.Calls;

public sealed class BatchSenderTests
{
    readonly ConcurrentQueue<string> _items = new();
    readonly SetUpCheck _setUp = new();
    int _underWay;
    int _mostUnderWay;

    [Fact]
    public async Task SendAsync_OneSession_SendsItsBatchesInOrder()
    {
        var sent = await SendAsync(Sessions(("s", 25)), _ => Answers.Accepted);

        Assert.Equal([10, 10, 5], sent.Select(batch => batch.Batch.Count));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"s-{i}"), _items);
        Assert.Equal(1, _mostUnderWay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task SendAsync_ManySessions_SendsNoMoreAtOnceThanAllowed(int concurrency)
    {
        var sessions = Sessions([.. Enumerable.Range(0, 40).Select(i => ($"s{i}", 1))]);

        var sent = await SendAsync(sessions, _ => Answers.Accepted, concurrency);

        Assert.Equal(40, sent.Count);
        Assert.InRange(_mostUnderWay, 1, concurrency);
    }

    [Fact]
    public async Task SendAsync_Rejected_HalvesUntilTheBadOneIsAlone()
    {
        var sent = await SendAsync(
            Sessions(("s", 10)),
            items => items.Contains("s-7") ? Answers.Rejected : Answers.Accepted
        );

        var alone = Assert.Single(sent, batch => batch.IsRejectedAlone);
        Assert.Equal("s-7", alone.Batch.Entries[0].Interaction.ItemId);
        Assert.Equal(
            ["s-0", "s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-8", "s-9"], // in their order
            sent.Where(batch => batch.Answer.Outcome == CallOutcome.Accepted)
                .SelectMany(batch => batch.Batch.Entries)
                .Select(entry => entry.Interaction.ItemId)
        );
    }

    [Fact]
    public async Task SendAsync_Unavailable_HoldsBackTheRestOfItsSessionOnly()
    {
        var sent = await SendAsync(
            Sessions(("a", 20), ("b", 20)),
            items => items.Contains("a-0") ? Answers.Unavailable : Answers.Accepted
        );

        Assert.Single(sent, batch => batch.Batch.SessionId == "a");
        Assert.Equal(2, sent.Count(batch => batch.Batch.SessionId == "b"));
    }

    [Fact]
    public async Task SendAsync_Misconfigured_StartsNoFurtherCall()
    {
        var sessions = Sessions([.. Enumerable.Range(0, 40).Select(i => ($"s{i}", 1))]);

        var sent = await SendAsync(sessions, _ => Answers.Misconfigured, concurrency: 2);

        Assert.InRange(sent.Count, 1, 2); // those under way when the first answer came
    }

    [Fact]
    public async Task SendAsync_MostCallsFail_TakesTheServiceAsDownAndStops()
    {
        var sessions = Sessions([.. Enumerable.Range(0, 400).Select(i => ($"s{i}", 1))]);

        var sent = await SendAsync(sessions, _ => Answers.Unavailable, concurrency: 4);

        // each call that is given up has had its retries, until there are none left for anybody
        var retries = sent.Sum(batch => batch.Answer.Attempts - 1);
        Assert.Equal(RetryBudget.Capacity, retries);
        Assert.InRange(sent.Count, 1, (RetryBudget.Capacity / (RetryPolicy.MaxAttempts - 1)) + 4);
    }

    [Fact]
    public async Task SendAsync_FewCallsFail_SendsAllTheOthers()
    {
        var sessions = Sessions([.. Enumerable.Range(0, 400).Select(i => ($"s{i}", 1))]);

        var sent = await SendAsync(
            sessions,
            items =>
                items[0].EndsWith("7-0", StringComparison.Ordinal) ? Answers.Unavailable : Answers.Accepted
        );

        Assert.Equal(400, sent.Count);
        Assert.Equal(40, sent.Count(batch => batch.Answer.Outcome == CallOutcome.Unavailable));
    }

    [Fact]
    public async Task SendAsync_DeadlinePassed_StartsNoCall()
    {
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var sent = await SendAsync(Sessions(("s", 1)), _ => Answers.Accepted, deadline: deadline.Token);

        Assert.Empty(sent);
    }

    [Fact]
    public async Task SendAsync_TenBatchesRefusedAndNoneAccepted_DoubtsTheSetUpAndKeepsAll()
    {
        var sent = await SendAsync(ManySessions(40), _ => Answers.Rejected, concurrency: 1);

        Assert.Equal(SetUpCheck.MaxRefused, sent.Count);
        Assert.All(sent, batch => Assert.Equal(CallOutcome.Misconfigured, batch.Answer.Outcome));
        Assert.All(sent, batch => Assert.Equal("InvalidInputException", batch.Answer.Code));
    }

    [Fact]
    public async Task SendAsync_NineBatchesRefused_BlamesTheInteractions()
    {
        var sent = await SendAsync(ManySessions(SetUpCheck.MaxRefused - 1), _ => Answers.Rejected);

        Assert.Equal(SetUpCheck.MaxRefused - 1, sent.Count(batch => batch.IsRejectedAlone));
    }

    [Fact]
    public async Task SendAsync_RefusedInvocationAfterInvocation_DoubtsTheSetUpFromTheTenthOn()
    {
        var rejected = 0;
        for (var invocation = 1; invocation <= 20; invocation++)
        {
            var sent = await SendAsync(Sessions(("s", 1)), _ => Answers.Rejected);
            rejected += sent.Count(batch => batch.IsRejectedAlone);
        }

        Assert.Equal(SetUpCheck.MaxRefused - 1, rejected);
    }

    [Fact]
    public async Task SendAsync_OneWasAcceptedBefore_BlamesTheInteractions()
    {
        _ = await SendAsync(Sessions(("good", 1)), _ => Answers.Accepted);

        var sent = await SendAsync(ManySessions(40), _ => Answers.Rejected);

        Assert.Equal(40, sent.Count(batch => batch.IsRejectedAlone));
    }

    [Fact]
    public async Task SendAsync_AcceptedWhileTheSetUpIsSuspect_ClearsIt()
    {
        _ = await SendAsync(ManySessions(40), _ => Answers.Rejected);
        Assert.True(_setUp.IsSuspect);

        var sent = await SendAsync(
            ManySessions(12),
            items => items.Contains("s5-0") ? Answers.Accepted : Answers.Rejected
        );

        Assert.False(_setUp.IsSuspect);
        Assert.Equal(12, sent.Count);
    }

    [Fact]
    public async Task SendAsync_HalvesOfOneBadBatch_DoNotMakeTheSetUpSuspect()
    {
        var sent = await SendAsync(Sessions(("s", 10)), _ => Answers.Rejected);

        Assert.Equal(10, sent.Count(batch => batch.IsRejectedAlone));
        Assert.False(_setUp.IsSuspect);
    }

    static IReadOnlyList<IReadOnlyList<Batch>> ManySessions(int count) =>
        Sessions([.. Enumerable.Range(0, count).Select(i => ($"s{i}", 1))]);

    async Task<List<SentBatch>> SendAsync(
        IReadOnlyList<IReadOnlyList<Batch>> sessions,
        Func<IReadOnlyList<string>, CallAnswer> answer,
        int concurrency = 8,
        CancellationToken deadline = default
    )
    {
        using var turns = new CallTurns(TimeProvider.System, () => 0);
        var calls = new CallRetries<ReadOnlyMemory<byte>>(
            async (body, cancellation) =>
            {
                var underWay = Interlocked.Increment(ref _underWay);
                _mostUnderWay = Math.Max(_mostUnderWay, underWay);
                await Task.Delay(1, cancellation);
                using var json = JsonDocument.Parse(body);
                var items = json
                    .RootElement.GetProperty("eventList")
                    .EnumerateArray()
                    .Select(entry => entry.GetProperty("itemId").GetString()!)
                    .ToList();
                items.ForEach(_items.Enqueue);
                Interlocked.Decrement(ref _underWay);
                return answer(items);
            },
            turns,
            TimeProvider.System,
            () => 0
        );
        var sender = new BatchSender<ReadOnlyMemory<byte>>(
            calls,
            batch => PutEventsJson.Write(batch, EventCase.TrackingId),
            concurrency,
            _setUp,
            TimeProvider.System
        );
        return await sender.SendAsync(sessions, TimeSpan.FromMinutes(1), deadline);
    }

    static IReadOnlyList<IReadOnlyList<Batch>> Sessions(
        params (string SessionId, int Interactions)[] sessions
    )
    {
        var planner = new BatchPlanner();
        foreach (var (sessionId, interactions) in sessions)
        {
            for (var i = 0; i < interactions; i++)
            {
                planner.Add(
                    Some.Interaction(sessionId: sessionId, itemId: $"{sessionId}-{i}"),
                    new EventPosition(i, Line: 0)
                );
            }
        }

        return planner.Sessions;
    }
}
