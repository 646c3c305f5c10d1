using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>An invocation is planned as far as time and memory allow; the rest is delivered again.</summary>
public sealed class PlanningLimitsTests
{
    static readonly string View = Some.Action("product_view", Some.Product("a"));

    [Fact]
    public void Plan_DeadlinePassed_FailsEveryRecord()
    {
        var (plan, outcome) = Plan(
            new PlanningLimits(long.MaxValue, new CancellationToken(canceled: true)),
            View,
            "no event"
        );

        Assert.Empty(plan.Sessions);
        Assert.Empty(outcome.DeadLetters);
        Assert.Equal(2, outcome.Records.CountOf(RecordFate.BatchItemFailure));
    }

    /// <summary>What is planned is sent; the first record beyond is where Lambda goes on.</summary>
    [Fact]
    public void Plan_MoreThanFits_FailsTheRecordsBeyond()
    {
        var (plan, outcome) = Plan(
            new PlanningLimits(MaxHeldBytes: 1_000, CancellationToken.None),
            [.. Some.Ids(10).Select(id => View.With((EnrichedColumn.EventId, id)))]
        );
        Accept(plan, outcome);

        Assert.Equal(3, outcome.Report.Accepted);
        Assert.Equal("103", Encoding.UTF8.GetString(outcome.Records.LowestFailed()));
    }

    /// <summary>A record that does not fit behind others comes first in the next invocation.</summary>
    [Fact]
    public void Plan_RecordThatDoesNotFitBehindOthers_FailsAsAWhole()
    {
        var many = string.Join('\n', Some.Ids(10).Select(id => View.With((EnrichedColumn.EventId, id))));
        var (plan, outcome) = Plan(
            new PlanningLimits(MaxHeldBytes: 1_000, CancellationToken.None),
            View,
            many
        );
        Accept(plan, outcome);

        Assert.Empty(outcome.DeadLetters);
        Assert.Equal(
            [RecordFate.Sent, RecordFate.BatchItemFailure],
            [outcome.Records[0], outcome.Records[1]]
        );
    }

    /// <summary>Delivered again it would not fit either: its events beyond are dead letters, which can be replayed.</summary>
    [Fact]
    public void Plan_RecordThatAloneDoesNotFit_IsPlannedAsFarAsItFits()
    {
        var many = string.Join('\n', Some.Ids(10).Select(id => View.With((EnrichedColumn.EventId, id))));
        var (plan, outcome) = Plan(
            new PlanningLimits(MaxHeldBytes: 1_000, CancellationToken.None),
            many,
            View
        );
        Accept(plan, outcome);

        Assert.Equal(3, outcome.Report.Accepted);
        Assert.Equal(7, outcome.Report.Of(DeadLetterReason.TooLarge));
        Assert.Equal(Enumerable.Range(3, 7), outcome.DeadLetters.Select(dead => dead.Position.Line));
        Assert.Equal("100", Encoding.UTF8.GetString(outcome.Records.LowestFailed()));
    }

    static Planned Plan(PlanningLimits limits, params string[] lines)
    {
        var pipeline = new Pipeline(Some.Options());
        var records = new PayloadRecords { Payload = Some.Payload(lines) };
        return pipeline.Plan(records, pipeline.Survey(records), limits);
    }

    static void Accept(InvocationPlan plan, InvocationOutcome outcome)
    {
        foreach (var batch in plan.Sessions.SelectMany(session => session))
        {
            outcome.Add(new SentBatch(batch, Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }
    }
}
