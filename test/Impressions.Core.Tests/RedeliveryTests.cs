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

        Assert.Empty(again.Sessions);
        Assert.Equal(RecordFate.Sent, again.Records[0]);
        Assert.Equal((1, 1), (again.Report.Interactions, again.Report.AlreadySettled));
    }

    [Fact]
    public void Plan_RefusedAndLetGoBefore_IsNotAskedAgain()
    {
        var payload = Some.Payload(View);
        Answer(_pipeline.Plan(payload), Answers.Rejected);

        var again = _pipeline.Plan(payload);

        Assert.Empty(again.Sessions);
        Assert.Equal(RecordFate.DeadLetter, again.Records[0]);
    }

    [Fact]
    public void Plan_RefusedAndStoredBefore_IsNeitherAskedNorStoredAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload(View);
        var first = pipeline.Plan(payload);
        Answer(first, Answers.Rejected);
        first.AddStored();

        var again = pipeline.Plan(payload);

        Assert.Empty(again.Sessions);
        Assert.Empty(again.DeadLetters);
        Assert.Equal(RecordFate.DeadLetter, again.Records[0]);
    }

    [Fact]
    public void Plan_UnreadableAndStoredBefore_IsNotStoredAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload("no event", $"{View}\nno event either");
        var first = pipeline.Plan(payload);
        Assert.Equal(2, first.DeadLetters.Count);
        first.AddStored();

        var again = pipeline.Plan(payload);

        Assert.Empty(again.DeadLetters);
        Assert.Equal(RecordFate.DeadLetter, again.Records[0]);
        Assert.Equal(2, again.Report.Of(DeadLetterReason.WrongColumnCount));
        _ = Assert.Single(pipeline.Plan(Some.Payload(View, "no event")).DeadLetters); // at another place: another one
    }

    [Fact]
    public void Plan_RefusedAndNotStoredBefore_IsAskedAgain()
    {
        var pipeline = new Pipeline(Some.Options(("DEAD_LETTER_BUCKET", "bucket")));
        var payload = Some.Payload(View);
        Answer(pipeline.Plan(payload), Answers.Rejected);

        _ = Assert.Single(pipeline.Plan(payload).Sessions);
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

        _ = Assert.Single(again.Sessions);
        Assert.Equal(0, again.Report.AlreadySettled);
    }

    [Fact]
    public void Plan_HalfOfAnEventAcceptedBefore_SendsTheOtherHalf()
    {
        var payload = Some.Payload(Some.Action("list_view", [.. Some.Ids(12).Select(Some.Product)]));
        var batches = Assert.Single(_pipeline.Plan(payload).Sessions);
        var first = _pipeline.Plan(payload);
        first.Add(new SentBatch(batches[0], Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero));

        var again = _pipeline.Plan(payload);

        var batch = Assert.Single(Assert.Single(again.Sessions));
        Assert.Equal(
            batches[1].Entries.Select(entry => entry.Interaction.EventId),
            batch.Entries.Select(entry => entry.Interaction.EventId)
        );
        Assert.Equal(RecordFate.BatchItemFailure, again.Records[0]);
    }

    static void Answer(Plan plan, CallAnswer answer)
    {
        foreach (var batch in plan.Sessions.SelectMany(session => session))
        {
            plan.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }
    }
}
