namespace Impressions.Tests;

/// <summary>The same records again, to the same warm process.</summary>
public sealed class RedeliveryTests
{
    static readonly string View = Some.Action("product_view", Some.Product("a"));

    readonly Pipeline _pipeline = new(Some.Options(("DEAD_LETTERS", "log")));

    [Fact]
    public void Plan_AcceptedBefore_SendsNothingAndCountsAsSent()
    {
        var payload = Some.Payload(View);
        Answer(_pipeline.Plan(payload), Answers.Accepted);

        var again = _pipeline.Plan(payload);

        Assert.Empty(again.Plan.Sessions);
        Assert.Equal(RecordFate.Sent, again.Outcome.Records[0]);
        Assert.Equal((1, 1), (again.Outcome.Report.Interactions, again.Outcome.Report.AlreadySettled));
    }

    [Fact]
    public void Plan_RefusedAndLetGoBefore_IsNotAskedAgain()
    {
        var payload = Some.Payload(View);
        Answer(_pipeline.Plan(payload), Answers.Rejected);

        var again = _pipeline.Plan(payload);

        Assert.Empty(again.Plan.Sessions);
        Assert.Equal(RecordFate.DeadLetter, again.Outcome.Records[0]);
    }

    [Fact]
    public void Plan_RefusedAndStoredBefore_IsNeitherAskedNorStoredAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload(View);
        var first = pipeline.Plan(payload);
        Answer(first, Answers.Rejected);
        first.Outcome.AddStored();

        var again = pipeline.Plan(payload);

        Assert.Empty(again.Plan.Sessions);
        Assert.Empty(again.Outcome.DeadLetters);
        Assert.Equal(RecordFate.DeadLetter, again.Outcome.Records[0]);
    }

    [Fact]
    public void Plan_UnreadableAndStoredBefore_IsNotStoredAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload("no event", $"{View}\nno event either");
        var first = pipeline.Plan(payload);
        Assert.Equal(2, first.Outcome.DeadLetters.Count);
        first.Outcome.AddStored();

        var again = pipeline.Plan(payload);

        Assert.Empty(again.Outcome.DeadLetters);
        Assert.Equal(RecordFate.DeadLetter, again.Outcome.Records[0]);
        Assert.Equal(2, again.Outcome.Report.Of(DeadLetterReason.WrongColumnCount));
        _ = Assert.Single(pipeline.Plan(Some.Payload(View, "no event")).Outcome.DeadLetters); // at another place: another one
    }

    [Fact]
    public void Plan_RefusedAndNotStoredBefore_IsAskedAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload(View);
        Answer(pipeline.Plan(payload), Answers.Rejected);

        _ = Assert.Single(pipeline.Plan(payload).Plan.Sessions);
    }

    [Theory]
    [InlineData("unavailable")]
    [InlineData("misconfigured")]
    [InlineData("")] // never sent
    public void Plan_NotSettledBefore_SendsIt(string answer)
    {
        var payload = Some.Payload(View);
        var first = _pipeline.Plan(payload);
        if (answer.Length > 0)
        {
            Answer(first, answer == "unavailable" ? Answers.Unavailable : Answers.Misconfigured);
        }

        var again = _pipeline.Plan(payload);

        _ = Assert.Single(again.Plan.Sessions);
        Assert.Equal(0, again.Outcome.Report.AlreadySettled);
    }

    [Fact]
    public void Plan_HalfOfAnEventAcceptedBefore_SendsTheOtherHalf()
    {
        var payload = Some.Payload(Some.Action("list_view", [.. Some.Ids(12).Select(Some.Product)]));
        var batches = Assert.Single(_pipeline.Plan(payload).Plan.Sessions);
        var first = _pipeline.Plan(payload);
        first.Outcome.Add(
            new SentBatch(batches[0], Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero)
        );

        var again = _pipeline.Plan(payload);

        var batch = Assert.Single(Assert.Single(again.Plan.Sessions));
        Assert.Equal(
            batches[1].Entries.Select(entry => entry.Interaction.EventId),
            batch.Entries.Select(entry => entry.Interaction.EventId)
        );
        Assert.Equal(RecordFate.BatchItemFailure, again.Outcome.Records[0]);
    }

    static void Answer(Planned planned, CallAnswer answer)
    {
        foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
        {
            planned.Outcome.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }
    }
}
