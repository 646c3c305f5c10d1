using System.Text;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Delivery;

/// <summary>Which record ends how, by what the service answers to its batches.</summary>
public sealed class InvocationOutcomeTests
{
    static readonly string View = Some.Action("product_view", Some.Product("a"));

    [Fact]
    public void Add_AllAccepted_SendsTheRecord()
    {
        var run = new Run([View]);

        run.AnswerAll(Answers.Accepted);

        Assert.Equal([RecordFate.Sent], run.Fates);
        Assert.Equal("", run.LowestFailed);
        Assert.Equal(1, run.Outcome.Report.Accepted);
    }

    [Fact]
    public void Add_NeverSent_FailsTheRecord()
    {
        var run = new Run([View]);

        Assert.Equal([RecordFate.BatchItemFailure], run.Fates);
        Assert.Equal("100", run.LowestFailed);
    }

    [Fact]
    public void Add_Unavailable_FailsTheRecord()
    {
        var run = new Run([View]);

        run.AnswerAll(Answers.Unavailable);

        Assert.Equal([RecordFate.BatchItemFailure], run.Fates);
        Assert.Empty(run.Outcome.DeadLetters);
        Assert.Equal(
            (1, 0, 0),
            (run.Outcome.Report.Calls, run.Outcome.Report.Retries, run.Outcome.Report.Throttles)
        );
    }

    [Fact]
    public void Add_Misconfigured_FailsTheRecordAndSaysWhy()
    {
        var run = new Run([View]);

        run.AnswerAll(Answers.Misconfigured);

        Assert.Equal([RecordFate.BatchItemFailure], run.Fates);
        Assert.Equal("AccessDeniedException", run.Outcome.Report.Misconfiguration);
    }

    [Theory]
    [InlineData("keep", nameof(RecordFate.BatchItemFailure), "100")]
    [InlineData("log", nameof(RecordFate.DeadLetter), "")]
    public void Add_RejectedAlone_IsADeadLetterAsConfigured(string policy, string fate, string lowestFailed)
    {
        var run = new Run([View], ("DEAD_LETTERS", policy));

        run.AnswerAll(Answers.Rejected);

        Assert.Equal([fate], run.Fates.Select(found => found.ToString()));
        Assert.Equal(lowestFailed, run.LowestFailed);
        var deadLetter = Assert.Single(run.Outcome.DeadLetters);
        Assert.Equal(
            (new EventPosition(0, 0), DeadLetterReason.Rejected),
            (deadLetter.Position, deadLetter.Reason)
        );
        Assert.Equal(("a", "InvalidInputException"), (deadLetter.Refused!.ItemId, deadLetter.Code));
        Assert.Equal(1, run.Outcome.Report.Of(DeadLetterReason.Rejected));
    }

    [Fact]
    public void Add_RejectedInCompany_ProvesNothingAboutAnyOfThem()
    {
        var run = new Run([View, WithOtherId(View)], ("DEAD_LETTERS", "log"));

        run.AnswerAll(Answers.Rejected);

        Assert.Equal([RecordFate.BatchItemFailure, RecordFate.BatchItemFailure], run.Fates);
        Assert.Empty(run.Outcome.DeadLetters);
    }

    [Fact]
    public void Add_RejectedInCompanyThenApart_AcceptsTheOther()
    {
        var run = new Run([View, WithOtherId(View)], ("DEAD_LETTERS", "log"));
        var batch = Assert.Single(Assert.Single(run.Plan.Sessions));
        var (first, second) = batch.Split();

        run.Answer(batch, Answers.Rejected);
        run.Answer(first, Answers.Accepted);
        run.Answer(second, Answers.Rejected);

        Assert.Equal([RecordFate.Sent, RecordFate.DeadLetter], run.Fates);
        Assert.Equal("", run.LowestFailed);
    }

    [Fact]
    public void Add_OneOfSeveralBatchesOfARecord_FailsItUntilAllAreAccepted()
    {
        var run = new Run([Some.Action("list_view", [.. Some.Ids(11).Select(Some.Product)])]);
        var batches = Assert.Single(run.Plan.Sessions);
        Assert.Equal(2, batches.Count);

        run.Answer(batches[0], Answers.Accepted);
        Assert.Equal([RecordFate.BatchItemFailure], run.Fates);

        run.Answer(batches[1], Answers.Accepted);
        Assert.Equal([RecordFate.Sent], run.Fates);
    }

    [Theory]
    [InlineData("keep", nameof(RecordFate.BatchItemFailure))]
    [InlineData("log", nameof(RecordFate.DeadLetter))]
    public void Plan_RecordWithABadLineAmongGoodOnes_EndsAsItsWorst(string policy, string fate)
    {
        var run = new Run([$"{View}\nno event\n{WithOtherId(View)}"], ("DEAD_LETTERS", policy));

        run.AnswerAll(Answers.Accepted);

        Assert.Equal([fate], run.Fates.Select(found => found.ToString()));
        Assert.Equal(
            [(new EventPosition(0, Line: 1), DeadLetterReason.WrongColumnCount)],
            run.Outcome.DeadLetters.Select(deadLetter => (deadLetter.Position, deadLetter.Reason))
        );
        Assert.Equal(2, run.Outcome.Report.Accepted);
    }

    [Fact]
    public void Plan_OneRecordOfEachFate_AnswersWithTheLowestFailed()
    {
        var otherSession = WithOtherId(View).With((EnrichedColumn.DomainSessionId, "session-2"));
        var run = new Run(
            [View, Some.Line((EnrichedColumn.EventName, "page_view")), "", otherSession],
            ("DEAD_LETTERS", "log")
        );

        run.Answer(Assert.Single(run.Plan.Sessions[0]), Answers.Accepted);
        run.Answer(Assert.Single(run.Plan.Sessions[1]), Answers.Unavailable);

        Assert.Equal(
            [RecordFate.Sent, RecordFate.Skipped, RecordFate.DeadLetter, RecordFate.BatchItemFailure],
            run.Fates
        );
        Assert.Equal("103", run.LowestFailed);
    }

    [Fact]
    public void AddStored_DeadLettersOfEveryKind_SettlesTheirRecords()
    {
        var run = new Run(["no event", View, $"{WithOtherId(View)}\nno event"]);
        run.Answer(Assert.Single(Assert.Single(run.Plan.Sessions)).Split().First, Answers.Rejected);
        Assert.Equal("100", run.LowestFailed);

        run.Outcome.AddStored(run.Outcome.DeadLetters);

        Assert.Equal(
            [RecordFate.DeadLetter, RecordFate.DeadLetter, RecordFate.BatchItemFailure], // the last one's event is not sent yet
            run.Fates
        );
        Assert.Equal(3, run.Outcome.Report.DeadLettersStored);

        run.Answer(Assert.Single(Assert.Single(run.Plan.Sessions)).Split().Second, Answers.Accepted);
        Assert.Equal("", run.LowestFailed);
    }

    static string WithOtherId(string line) => line.With((EnrichedColumn.EventId, "another"));

    /// <summary>One invocation, a record for each line, and what the service answered.</summary>
    sealed class Run
    {
        readonly byte[] _payload;

        public Run(string[] lines, params (string, string)[] settings)
        {
            _payload = Some.Payload(lines);
            (Plan, Outcome) = new Pipeline(Some.Options(settings)).Plan(_payload);
        }

        public InvocationPlan Plan { get; }

        public InvocationOutcome Outcome { get; }

        public IEnumerable<RecordFate> Fates =>
            Enumerable.Range(0, Outcome.Records.Count).Select(i => Outcome.Records[i]);

        public string LowestFailed => Encoding.UTF8.GetString(Outcome.Records.LowestFailed());

        public void Answer(Batch batch, CallAnswer answer) =>
            Outcome.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));

        public void AnswerAll(CallAnswer answer)
        {
            foreach (var batch in Plan.Sessions.SelectMany(session => session))
            {
                Answer(batch, answer);
            }
        }
    }
}
