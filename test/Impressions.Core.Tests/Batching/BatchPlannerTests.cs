using FsCheck;
using FsCheck.Fluent;
using Impressions.Core.Batching;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Batching;

public sealed class BatchPlannerTests
{
    readonly BatchPlanner _planner = new();

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 10, 1 })]
    [InlineData(25, new[] { 10, 10, 5 })]
    public void Add_OneSession_IsCutAtTen(int interactions, int[] expected)
    {
        foreach (var id in Some.Ids(interactions))
        {
            Add(id);
        }

        var session = Assert.Single(_planner.Sessions);
        Assert.Equal(expected, session.Select(batch => batch.Count));
        Assert.Equal(Some.Ids(interactions), session.SelectMany(EventIds)); // in stream order
    }

    [Fact]
    public void Add_TwoUsersInOneSession_AreBatchesOfTheirOwnInOneOrder()
    {
        Add("1", userId: null);
        Add("2", userId: "u");
        Add("3", userId: null);
        Add("4", userId: "v");

        var session = Assert.Single(_planner.Sessions);
        Assert.Equal([null, "u", "v"], session.Select(batch => batch.UserId));
        Assert.Equal(
            [
                ["1", "3"],
                ["2"],
                ["4"],
            ],
            session.Select(EventIds)
        );
    }

    [Fact]
    public void Add_OneUserInTwoSessions_MayBeSentSideBySide()
    {
        Add("1", sessionId: "s");
        Add("2", sessionId: "t");
        Add("3", sessionId: "s");

        Assert.Equal(2, _planner.Sessions.Count);
        Assert.Equal(["1", "3"], EventIds(Assert.Single(_planner.Sessions[0])));
        Assert.Equal(["2"], EventIds(Assert.Single(_planner.Sessions[1])));
    }

    /// <summary>Of whatever fails, FsCheck shows the fewest interactions that do.</summary>
    [Fact]
    public void Add_UsersTakeTurns_EachOnesInteractionsAreCutAtTenInOrder() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll<PlannerTurn[]>(turns =>
            {
                _planner.Clear(); // nothing is left of the run before
                var added = turns
                    .Select((turn, i) => (Id: $"{i}", User: turn.UserId, Session: turn.SessionId))
                    .ToList();
                foreach (var (id, user, session) in added)
                {
                    Add(id, user, session);
                }

                Assert.Equal(
                    added
                        .GroupBy(one => (one.User, one.Session))
                        .SelectMany(same => same.Chunk(10))
                        .OrderBy(batch => added.IndexOf(batch[0])) // a batch is opened by its first
                        .GroupBy(batch => batch[0].Session, StringComparer.Ordinal)
                        .Select(batches => batches.Select(batch => batch.Select(one => one.Id))),
                    _planner.Sessions.Select(batches => batches.Select(EventIds))
                );
            })
        );

    [Fact]
    public void Add_AnInteraction_KeepsWhereItCameFrom()
    {
        _planner.Add(Some.Interaction(), new EventPosition(Record: 3, Line: 2));

        var (_, position) = Assert.Single(Assert.Single(Assert.Single(_planner.Sessions)).Entries);
        Assert.Equal(new EventPosition(3, 2), position);
    }

    void Add(string eventId, string? userId = "user-1", string sessionId = "session-1") =>
        _planner.Add(Some.Interaction(eventId, userId, sessionId), default);

    static IEnumerable<string> EventIds(Batch batch) =>
        batch.Entries.Select(entry => entry.Interaction.EventId);
}

/// <summary>Who acts next, of two known users and nobody, in two sessions.</summary>
public sealed record PlannerTurn(byte User, bool IsOtherSession)
{
    internal string? UserId => User % 3 == 0 ? null : $"u{User % 3}";

    internal string SessionId => IsOtherSession ? "t" : "s";
}
