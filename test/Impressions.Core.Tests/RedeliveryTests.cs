using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

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
        first.Outcome.AddStored(first.Outcome.DeadLetters);

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
        first.Outcome.AddStored(first.Outcome.DeadLetters);

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

    /// <summary>Redelivered, an event is the same user's, although another one has been named in its session since.</summary>
    [Fact]
    public void Plan_UserNamedBehindAFailedEvent_DoesNotChangeWhoItIs()
    {
        var pipeline = new Pipeline(Some.Options(("SESSION_IDENTITY", "on")));
        Answer(pipeline.Plan(Some.Payload(Event("1", "u1"))), Answers.Accepted);
        var records = Some.Payload(Event("2", user: ""), Event("3", "u2"));
        Answer(pipeline.Plan(records), Answers.Unavailable);

        Assert.Equal(["u1", "u2"], Sent(pipeline.Plan(records)).Select(sent => sent.UserId));
    }

    /// <summary>A login that came with it, and now comes alone, and one that comes only now.</summary>
    [Theory]
    [InlineData(true, "u1")]
    [InlineData(false, "device-1")]
    public void Plan_LoginInAnotherInvocationThanBefore_DoesNotChangeWhoItIs(bool isBefore, string expected)
    {
        var pipeline = new Pipeline(Some.Options(("SESSION_IDENTITY", "on")));
        var (anonymous, login) = (Event("1", user: ""), Event("2", "u1"));
        var (first, second) = (Some.Payload(anonymous), Some.Payload(anonymous, login));
        Answer(pipeline.Plan(isBefore ? second : first), Answers.Unavailable);

        Assert.Equal(expected, Sent(pipeline.Plan(isBefore ? first : second))[0].UserId);
    }

    [Theory]
    [InlineData("a", "a")] // its own item, and no impression
    [InlineData("", null)] // skipped: nothing said which item it was
    public void Plan_ShownBehindAFailedClick_DoesNotChangeTheClick(string component, string? item)
    {
        var pipeline = new Pipeline(
            Some.Options(
                ("IMPRESSION_STORE", "memory"),
                ("CLICKED_ITEM_PATTERN", "-"),
                ("DEAD_LETTERS", "keep")
            )
        );
        string[] components = component.Length > 0 ? [Some.ItemComponent(component)] : [];
        var records = Some.Payload(
            Event("1", "u1"),
            Some.Click("https://shop.example/p", [Some.Widget("RID-1"), .. components])
                .With((EnrichedColumn.EventId, "2")),
            Some.Described(
                $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                "{}",
                Some.Widget("RID-1"),
                Some.Shown("a"),
                Some.Shown("b")
            )
        );
        Answer(pipeline.Plan(records), Answers.Unavailable);

        var click = Sent(pipeline.Plan(records)).SingleOrDefault(sent => sent.EventType == "Click");
        Assert.Equal(item, click?.ItemId);
        Assert.Null(click?.Impression);
    }

    static string Event(string id, string user) =>
        View.With((EnrichedColumn.EventId, id), (EnrichedColumn.UserId, user));

    static List<Interaction> Sent(Planned planned) =>
        [
            .. planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .OrderBy(entry => entry.Position.Record)
                .Select(entry => entry.Interaction),
        ];

    static void Answer(Planned planned, CallAnswer answer)
    {
        foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
        {
            planned.Outcome.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }
    }
}
