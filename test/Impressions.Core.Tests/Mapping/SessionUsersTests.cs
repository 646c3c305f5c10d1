using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class SessionUsersTests
{
    static readonly (string, string) On = ("SESSION_IDENTITY", "on");

    readonly Pipeline _pipeline = new(Some.Options(On));

    [Fact]
    public void Plan_NamedBefore_TakesThatUser() =>
        AssertUsers(["a", "a"], _pipeline.Plan(Events(("a", "s"), ("", "s"))));

    [Fact]
    public void Plan_NamedAfterInTheInvocation_TakesThatUser() =>
        AssertUsers(["a", "a", "a"], _pipeline.Plan(Events(("", "s"), ("", "s"), ("a", "s"))));

    [Fact]
    public void Plan_TwoNamedAfterInTheInvocation_TakesTheFirst() =>
        AssertUsers(["a", "a", "b"], _pipeline.Plan(Events(("", "s"), ("a", "s"), ("b", "s"))));

    [Fact]
    public void Plan_NamedInAnEarlierInvocation_TakesThatUser()
    {
        _ = _pipeline.Plan(Events(("a", "s")));

        AssertUsers(["a"], _pipeline.Plan(Events(("", "s"))));
    }

    [Fact]
    public void Plan_NamedByAnEventThatIsNotSelected_TakesThatUser()
    {
        var pageView = Line("a", "s").With((EnrichedColumn.EventName, "page_view"));

        AssertUsers(["a"], _pipeline.Plan(Some.Payload(Line("", "s"), pageView)));
    }

    [Fact]
    public void Plan_AnotherUserInTheSession_TakesOverFromThereOn() =>
        AssertUsers(
            ["a", "a", "b", "b"],
            _pipeline.Plan(Events(("a", "s"), ("", "s"), ("b", "s"), ("", "s")))
        );

    [Fact]
    public void Plan_AnotherUserInALaterInvocation_DoesNotReachBack()
    {
        _ = _pipeline.Plan(Events(("a", "s")));

        AssertUsers(["a", "b"], _pipeline.Plan(Events(("", "s"), ("b", "s"))));
    }

    [Fact]
    public void Plan_AnotherSession_KnowsNobody() =>
        AssertUsers(["a", "device-1"], _pipeline.Plan(Events(("a", "s"), ("", "other"))));

    [Theory]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData(" ")]
    public void Plan_Placeholder_NamesNobody(string placeholder) =>
        AssertUsers(["device-1", "device-1"], _pipeline.Plan(Events((placeholder, "s"), ("", "s"))));

    [Fact]
    public void Plan_UserOfMoreThan256Characters_NamesNobody() =>
        AssertUsers(["device-1", "device-1"], _pipeline.Plan(Events((new string('a', 257), "s"), ("", "s"))));

    [Fact]
    public void Plan_NobodyWithoutDevices_StaysNobodyUntilNamed()
    {
        var pipeline = new Pipeline(Some.Options(On, ("ANONYMOUS_USERS", "session")));

        AssertUsers([null], pipeline.Plan(Some.Payload(Line("", "s", "earlier"))));
        AssertUsers(["a", "a"], pipeline.Plan(Events(("", "s"), ("a", "s"))));
    }

    /// <summary>An app's session stands in an entity, of an event that is not selected too.</summary>
    [Theory]
    [InlineData("snowplow_ecommerce_action")]
    [InlineData("page_view")]
    public void Plan_SessionOfAnApp_TakesTheUserThatItNames(string namedBy)
    {
        var app = Some.Line(
            (EnrichedColumn.DomainSessionId, ""),
            (
                EnrichedColumn.Contexts,
                Some.Contexts(Some.Product("sku-1"), Some.ClientSession("\"d\"", "\"s\""))
            )
        );
        var named = app.With(
            (EnrichedColumn.EventId, "event-2"),
            (EnrichedColumn.EventName, namedBy),
            (EnrichedColumn.UserId, "a")
        );

        var (plan, _) = _pipeline.Plan(Some.Payload(app, named));

        Assert.All(
            plan.Sessions.SelectMany(session => session),
            batch => Assert.Equal(("a", "s"), (batch.UserId, batch.SessionId))
        );
        Assert.NotEmpty(plan.Sessions);
    }

    [Fact]
    public void Plan_Off_LeavesEveryEventAsItIs() =>
        AssertUsers(["a", "device-1"], new Pipeline(Some.Options()).Plan(Events(("a", "s"), ("", "s"))));

    [Fact]
    public void Plan_OneUserOfASession_KeepsTheOrderOfTheStream()
    {
        var planned = _pipeline.Plan(Events(("", "s"), ("a", "s"), ("", "s")));

        var batch = Assert.Single(Assert.Single(planned.Plan.Sessions));
        Assert.Equal([0, 1, 2], batch.Entries.Select(entry => entry.Position.Record));
    }

    [Fact]
    public void Add_BeyondTheCapacity_ForgetsTheOldestAndKeepsTheLatest()
    {
        var users = new SessionUsers(capacity: 3);
        for (var i = 0; i < 100; i++)
        {
            users.Add($"session-{i}", "a");
            Assert.InRange(users.Count, 1, 6);
        }

        Assert.Null(users.Find("event-1", "session-0", namedLater: null));
        Assert.Equal("a", users.Find("event-2", "session-99", namedLater: null));
    }

    /// <summary>The users of the interactions, in the order of the stream.</summary>
    static void AssertUsers(string?[] expected, Planned planned) =>
        Assert.Equal(
            expected,
            planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .OrderBy(entry => entry.Position.Record)
                .Select(entry => entry.Interaction.UserId)
        );

    static byte[] Events(params (string User, string Session)[] events) =>
        Some.Payload([.. events.Select((one, i) => Line(one.User, one.Session, $"event-{i}"))]);

    static string Line(string user, string session, string eventId = "event") =>
        Some.Line(
            (EnrichedColumn.EventId, eventId),
            (EnrichedColumn.UserId, user),
            (EnrichedColumn.DomainSessionId, session)
        );
}
