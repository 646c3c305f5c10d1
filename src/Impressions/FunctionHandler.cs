using System.Text.Json;
using Impressions.Calls;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.DeadLetters;
using Impressions.DynamoDb;

namespace Impressions;

/// <summary>One invocation: plan, send, record the answers, store what can never be sent, answer.</summary>
/// <param name="send">Sends the batches of each session; <see cref="BatchSender{TCall}.SendAsync"/>.</param>
/// <param name="setUp">What <paramref name="send"/> found out about the set-up.</param>
/// <param name="bucket">For dead letters; null for none.</param>
/// <param name="metadata">Of users and items; null for none.</param>
/// <param name="maxHeldBytes">See <see cref="PlanningLimits.MaxHeldBytes"/>.</param>
/// <param name="shownItems">What processes share of shown items; null for nothing.</param>
/// <param name="clicks">What they share of clicks; null for nothing.</param>
sealed class FunctionHandler(
    Pipeline pipeline,
    Func<IReadOnlyList<IReadOnlyList<Batch>>, TimeSpan, CancellationToken, Task<List<SentBatch>>> send,
    SetUpCheck setUp,
    DeadLetterBucket? bucket,
    MetadataSender? metadata,
    ShownItemsTable? shownItems,
    ClicksTable? clicks,
    InvocationLog log,
    long maxHeldBytes,
    TimeProvider time
)
{
    /// <summary>
    /// Kept free before the deadline for ending calls, logging and answering, which takes its time on a fraction of a
    /// CPU. Lambda takes back the whole batch of a function that answers too late.
    /// </summary>
    static readonly TimeSpan MaxAnswerMargin = TimeSpan.FromSeconds(2);

    /// <summary>Where little time is left, so much of it goes to answering (share).</summary>
    const double AnswerShare = 0.25;

    /// <summary>Kept free behind the calls for storing dead letters; only the answers tell whether there are any.</summary>
    static readonly TimeSpan MaxStoreTime = TimeSpan.FromSeconds(3);

    /// <summary>Where little time is left, so much of it goes to storing (share).</summary>
    const double StoreShare = 0.2;

    /// <summary>For looking up what clicked recommendations showed, and what was clicked (share of the time left).</summary>
    const double LoadShare = 0.2;

    /// <summary>For planning, what is loaded for it included (share of the time left); the rest is for sending.</summary>
    const double PlanShare = 0.5;

    readonly PayloadRecords _payload = new();

    /// <summary>An invocation as the Runtime API has it.</summary>
    /// <exception cref="InvocationException">The payload is no Kinesis event.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken shutdown)
    {
        var now = time.GetUtcNow();
        _payload.Payload = invocation.Payload;
        _payload.NowMilliseconds = now.ToUnixTimeMilliseconds();
        var left = invocation.Deadline - now;
        var done = await HandleAsync(_payload, left, invocation.RequestId, shutdown).ConfigureAwait(false);
        return PartialBatchResponse.Write(done.LowestFailed(), _payload.State.Span);
    }

    /// <param name="timeLeft">Until Lambda kills the invocation.</param>
    /// <returns>What became of the records.</returns>
    /// <exception cref="InvocationException">It is no Kinesis event.</exception>
    public async Task<RecordLedger> HandleAsync(
        IKinesisRecords records,
        TimeSpan timeLeft,
        string requestId,
        CancellationToken shutdown
    )
    {
        var started = time.GetTimestamp();
        using var endOfPlanning = new CancellationTokenSource(
            timeLeft > TimeSpan.Zero ? timeLeft * PlanShare : TimeSpan.Zero,
            time
        );
        var survey = Read(() => pipeline.Survey(records, endOfPlanning.Token));
        var loaded = await LoadAsync(survey, timeLeft * LoadShare, shutdown).ConfigureAwait(false);
        var limits = new PlanningLimits(maxHeldBytes, endOfPlanning.Token);
        var (plan, outcome) = Read(() => pipeline.Plan(records, survey, limits));

        var left = TimeUntilAnswer(timeLeft - time.GetElapsedTime(started));
        using var answer = new CancellationTokenSource(left, time);
        var callTime = left - TimeForStoring(left);
        using var lastCall = new CancellationTokenSource(callTime, time);
        using var endOfCalls = CancellationTokenSource.CreateLinkedTokenSource(lastCall.Token, shutdown);
        var savesItems = shownItems?.SaveAsync(pipeline.ShownItems!, endOfCalls.Token);
        var savesClicks = clicks?.SaveAsync(pipeline.Clicks!.Shared!, endOfCalls.Token);
        var sendsMetadata = metadata?.SendAsync(plan.Metadata, endOfCalls.Token);
        var firstCall = time.GetTimestamp();
        for (var sessions = plan.Sessions; sessions.Count > 0; sessions = outcome.TakeStandIns())
        {
            var timeForCalls = callTime - time.GetElapsedTime(firstCall);
            foreach (var sent in await send(sessions, timeForCalls, endOfCalls.Token).ConfigureAwait(false))
            {
                outcome.Add(sent);
            }
        }

        if (setUp.IsSuspect)
        {
            pipeline.ForgetDeadLetters();
        }

        if (savesItems is not null)
        {
            outcome.Report.ShownItems = loaded.ShownItems.And(await savesItems.ConfigureAwait(false));
        }

        if (savesClicks is not null)
        {
            outcome.Report.SharedClicks = loaded.Clicks.And(await savesClicks.ConfigureAwait(false));
        }

        if (sendsMetadata is not null)
        {
            outcome.Report.Metadata = await sendsMetadata.ConfigureAwait(false);
        }

        if (bucket is not null && outcome.DeadLetters.Count > 0)
        {
            await bucket.StoreAsync(requestId, records, outcome, answer.Token).ConfigureAwait(false);
        }

        log.Write(requestId, outcome, time.GetElapsedTime(started));
        return outcome.Records;
    }

    /// <summary>Loads what recommendations showed that are clicked in these records, and the clicks before what follows in them.</summary>
    async Task<(TableReport ShownItems, TableReport Clicks)> LoadAsync(
        InvocationSurvey survey,
        TimeSpan most,
        CancellationToken shutdown
    )
    {
        if (shownItems is null && clicks is null)
        {
            return (TableReport.Nothing, TableReport.Nothing);
        }

        using var late = new CancellationTokenSource(most > TimeSpan.Zero ? most : TimeSpan.Zero, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, shutdown);
        var loadsItems = shownItems?.LoadAsync(survey.RecommendationsToLoad, pipeline.ShownItems!, end.Token);
        var loadsClicks = clicks?.LoadAsync(survey.ClicksToLoad, pipeline.Clicks!, end.Token);
        return (
            loadsItems is null ? TableReport.Nothing : await loadsItems.ConfigureAwait(false),
            loadsClicks is null ? TableReport.Nothing : await loadsClicks.ConfigureAwait(false)
        );
    }

    static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            throw NoKinesisEvent();
        }
    }

    public static InvocationException NoKinesisEvent() =>
        new(
            "The payload is no Kinesis event: want {\"Records\":[{\"eventID\":…,\"kinesis\":{\"sequenceNumber\":…,\"data\":…}}]}. "
                + "Is the function's trigger a Kinesis stream?"
        );

    TimeSpan TimeForStoring(TimeSpan left)
    {
        var share = left * StoreShare;
        return bucket is null ? TimeSpan.Zero
            : share < MaxStoreTime ? share
            : MaxStoreTime;
    }

    static TimeSpan TimeUntilAnswer(TimeSpan left)
    {
        var margin = left * AnswerShare;
        return left <= TimeSpan.Zero
            ? TimeSpan.Zero
            : left - (margin < MaxAnswerMargin ? margin : MaxAnswerMargin);
    }
}
