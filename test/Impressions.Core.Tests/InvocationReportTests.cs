using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

public sealed class InvocationReportTests
{
    readonly InvocationReport _report = new();

    [Fact]
    public void Count_MappedEvents_AddsUpInteractionsByEventType()
    {
        var view = OneEvent.Map(Some.Action("list_view", Some.Product("a"), Some.Product("b"))).Mapped;
        var click = OneEvent.Map(Some.Click("/p?variant=7", Some.Widget("RID-1"))).Mapped;

        _report.Count(view);
        _report.Count(click);

        Assert.Equal((2, 3), (_report.Mapped, _report.Interactions));
        Assert.Equal(
            [KeyValuePair.Create("Click", 1), KeyValuePair.Create("View", 2)],
            _report.EventTypes.OrderBy(type => type.Key, StringComparer.Ordinal)
        );
        Assert.Equal(1, _report.Of(ClickedItemRule.UrlPattern));
    }

    [Fact]
    public void Count_Clicks_TellsThoseWhoseItemNothingTells()
    {
        var found = OneEvent.Map(Some.Click("/p?variant=7", Some.Widget("RID-1"))).Mapped;
        var pretended = OneEvent
            .Map(Some.Click("/a/b", Some.Widget("RID-1"), Some.Shown("b"), Some.Shown("a")))
            .Mapped;
        var view = OneEvent.Map(Some.Action("list_view", Some.Product("a"))).Mapped;

        _report.Count(found);
        _report.Count(pretended);
        _report.Count(view);
        _report.Count((Mapped)SkipReason.ClickedItemUnknown);
        _report.Count((Mapped)SkipReason.NotARecommendation);

        Assert.Equal((3, 2), (_report.Clicks, _report.UnresolvedClicks));
    }

    [Fact]
    public void Count_Answers_AddsUpCallsAndKeepsTheSlowest()
    {
        Count(Answers.Throttled with { Attempts = 3, Throttles = 2 }, seconds: 3);
        Count(Answers.Accepted, seconds: 1);

        Assert.Equal((4, 2, 2), (_report.Calls, _report.Retries, _report.Throttles));
        Assert.Equal(1, _report.Accepted);
        Assert.Equal(TimeSpan.FromSeconds(3), _report.SlowestBatch);
        Assert.Equal([KeyValuePair.Create("ThrottlingException", 1)], _report.Failures);
        Assert.Equal("", _report.Misconfiguration);
    }

    [Fact]
    public void Count_AcceptedInteraction_MeasuresItsWayFromTheCollector()
    {
        var interaction = OneEvent
            .Map(Some.Line((EnrichedColumn.CollectorTimestamp, "2026-11-21 23:49:12")))
            .Only;
        var batch = new Batch(interaction.UserId, interaction.SessionId);
        batch.Add(interaction, default);
        var answeredAt = new DateTimeOffset(2026, 11, 21, 23, 49, 15, TimeSpan.Zero);

        _report.Count(new SentBatch(batch, Answers.Unavailable, answeredAt.AddDays(1), TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, _report.SlowestFromCollector); // not there yet

        _report.Count(new SentBatch(batch, Answers.Accepted, answeredAt, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(3), _report.SlowestFromCollector);
    }

    void Count(CallAnswer answer, int seconds)
    {
        var batch = new Batch("user-1", "session-1");
        batch.Add(Some.Interaction(), default);
        _report.Count(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds)));
    }
}
