using System.Text;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>Every captured case through the pure pipeline.</summary>
public sealed class PipelineCaseTests
{
    public static TheoryData<string> Cases => [.. EventCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_CapturedEvents_MakesExactlyTheExpectedCalls(string name)
    {
        var given = EventCase.Load(name);

        var planned = new Pipeline(given.Options).Plan(given.Payload);

        Assert.Equal(
            given.Calls.Order(),
            planned.Plan.Sessions.SelectMany(session => session).Select(Body).Order()
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_CapturedEvents_GivesEachItsFate(string name)
    {
        var given = EventCase.Load(name);

        var report = new Pipeline(given.Options).Plan(given.Payload).Outcome.Report;

        Assert.Equal(given.Fates.Count, report.Events);
        Assert.All(
            Enum.GetValues<SkipReason>().Skip(1),
            reason =>
                Assert.Equal(
                    given.Fates.Count($"skip:{Codes<SkipReason>.Of(reason)}".Equals),
                    report.Of(reason)
                )
        );
        Assert.All(
            Enum.GetValues<DeadLetterReason>().Skip(1),
            reason =>
                Assert.Equal(
                    given.Fates.Count($"dead:{Codes<DeadLetterReason>.Of(reason)}".Equals),
                    report.Of(reason)
                )
        );
        Assert.Equal(
            given.Fates.Count(fate => fate.StartsWith("sent:", StringComparison.Ordinal)),
            report.Mapped
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_AllCallsAccepted_AnswersAsExpected(string name)
    {
        var given = EventCase.Load(name);
        var planned = new Pipeline(given.Options).Plan(given.Payload);

        foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
        {
            planned.Outcome.Add(
                new SentBatch(batch, Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero)
            );
        }

        var answer = PartialBatchResponse.Write(planned.Outcome.Records.LowestFailed());
        Assert.Equal(given.Answer, Encoding.UTF8.GetString(answer.Span));
    }

    [Fact]
    public void Plan_ClicksWithAGroundTruth_NameExactlyThatItemAndRecommendation()
    {
        var cases = EventCase.Names.Select(EventCase.Load).Where(given => given.Truth is not null).ToList();
        var clicks = 0;
        Assert.All(
            cases.Where(given => given.Fates.Any(fate => fate.StartsWith("sent:", StringComparison.Ordinal))),
            given =>
            {
                var planned = new Pipeline(given.Options).Plan(given.Payload);
                var click = Assert.Single(
                    planned.Plan.Sessions.SelectMany(session => session).SelectMany(batch => batch.Entries),
                    entry => entry.Interaction.EventType == "Click"
                );
                Assert.Equal(given.Truth!.Clicked, click.Interaction.ItemId);
                Assert.Equal(given.Truth.Recommendation, click.Interaction.RecommendationId);
                clicks++;
            }
        );
        Assert.InRange(clicks, 15, 100); // the captured scenarios really hold clicks
    }

    static string Body(Batch batch) =>
        Encoding.UTF8.GetString(PutEventsJson.Write(batch, EventCase.TrackingId).Span);
}
