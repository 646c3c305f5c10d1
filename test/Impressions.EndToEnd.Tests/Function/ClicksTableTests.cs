using System.Globalization;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.DynamoDb;
using Impressions.Edge.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Function;

public sealed class ClicksTableTests : IDisposable
{
    static readonly TimeSpan Window = TimeSpan.FromHours(168);

    readonly TestTables _tables = new();

    public void Dispose() => _tables.Dispose();

    [Fact]
    public async Task SaveAsync_WhatOneProcessTold_TheOtherLoads()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var (one, other) = (Patient(dynamoDb.Address), Patient(dynamoDb.Address));
        var (clicks, into, toLoad) = (Clicks(), Clicks(), ToLoad("unknown"));
        var users = Some.Ids(250, "user-");
        foreach (var user in users)
        {
            clicks.Add(ClickOn("lamp", "R-" + user, 1_000) with { UserId = user });
            toLoad.Add(user, "lamp");
        }

        var saved = await one.SaveAsync(clicks.Shared!, CancellationToken.None);
        var loaded = await other.LoadAsync(toLoad, into, CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 250, Failed: 0, Failure: ""), saved);
        Assert.Equal(new(Loaded: 250, Saved: 0, Failed: 0, Failure: ""), loaded);
        Assert.All(
            users,
            user =>
                Assert.Equal(
                    "R-" + user,
                    into.Find(Some.Interaction("e-" + user, user, itemId: "lamp", sentAtMilliseconds: 2_000))
                )
        );
        Assert.Null(Found(into, "unknown", 2_000));
        Assert.Empty(clicks.Shared!.News);
        Assert.Empty(into.Shared!.News); // what came from there need not go there
    }

    /// <summary>Of two processes; whoever writes last.</summary>
    [Theory]
    [InlineData(1_000, 2_000, "R2")]
    [InlineData(2_000, 1_000, "R1")]
    [InlineData(1_000, 1_000, "R2")]
    public async Task SaveAsync_TwoClicks_TheLastByEventTimeStays(long first, long second, string expected)
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var table = Patient(dynamoDb.Address);

        var saved = await SaveAsync(table, ClickOn("lamp", "R1", first));
        var again = await SaveAsync(table, ClickOn("lamp", "R2", second));
        var into = Clicks();
        _ = await table.LoadAsync(ToLoad("lamp"), into, CancellationToken.None);

        Assert.Equal(expected, Found(into, "lamp", 3_000));
        Assert.Equal((1, 1), (saved.Saved, again.Saved)); // an older one is no failure
    }

    [Fact]
    public async Task SaveAsync_AClick_ExpiresAfterTheWindowAndNamesNobody()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        _ = await SaveAsync(Patient(dynamoDb.Address), ClickOn("lamp", "R1", 5_000));

        var row = await dynamoDb.GetAsync(SharedClicks.KeyOf("user-1", "lamp"));
        Assert.Equal(
            (5 + (long)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            row[SharedTable.ExpiresAt].N
        );
        Assert.DoesNotContain(
            row.Values,
            value => value.S?.Contains("user-1", StringComparison.Ordinal) == true
        );
    }

    /// <summary>A click without a user in one process, the login in another, the purchase in a third; then somebody else's.</summary>
    [Fact]
    public async Task Join_AcrossProcesses_GivesTheSessionsClicksToItsFirstUserAlone()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var table = Patient(dynamoDb.Address);
        var click = ClickOn("lamp", "R1", 1_000) with { UserId = "device-1", IsAnonymous = true };
        var saved = await SaveAsync(table, click);

        var login = await SessionLoadedAsync(table);
        login.Join("session-1", "anna");
        _ = await table.SaveAsync(login.Shared!, CancellationToken.None);
        var second = await SessionLoadedAsync(table);
        second.Join("session-1", "bert");
        var purchase = Clicks();
        var toLoad = new ClicksToLoad();
        toLoad.Add("anna", "lamp");
        _ = await table.LoadAsync(toLoad, purchase, CancellationToken.None);

        Assert.Equal(2, saved.Saved); // the device's, and the session's
        Assert.Equal(
            "R1",
            purchase.Find(Some.Interaction("e1", "anna", itemId: "lamp", sentAtMilliseconds: 2_000))
        );
        Assert.Null(second.Find(Some.Interaction("e2", "bert", itemId: "lamp", sentAtMilliseconds: 2_000)));
    }

    [Theory]
    [InlineData("""{"clicked":{"S":"R1"}}""")]
    [InlineData("""{"clicked":{"S":"R1"},"clicked_at":{"N":"1.5"}}""")]
    [InlineData("""{"clicked":{"S":""},"clicked_at":{"N":"1"}}""")]
    [InlineData("""{"clicked":{"S":"12345678901234567890123456789012345678901"},"clicked_at":{"N":"1"}}""")]
    [InlineData("""{"items":{"L":[{"S":"lamp"}]}}""")]
    public async Task LoadAsync_RowOfAnotherShape_IsNotKnown(string row)
    {
        var key = SharedClicks.KeyOf("user-1", "lamp");
        await using var server = new ScriptedServer(
            Reply.Status(
                200,
                $$$"""{"Responses":{"shown-items":[{"recommendation_id":{"S":"{{{key}}}"},{{{row[1..]}}}]},"UnprocessedKeys":{}}"""
            )
        );
        var into = Clicks();

        var report = await Patient($"http://{server.Address}")
            .LoadAsync(ToLoad("lamp"), into, CancellationToken.None);

        Assert.Equal(TableReport.Nothing, report);
        Assert.Null(Found(into, "lamp", 2_000));
    }

    /// <summary>Nobody becomes a session's first user where it is not known who was, and no news is lost.</summary>
    [Theory]
    [InlineData("ThrottlingException")]
    [InlineData("AccessDeniedException")]
    [InlineData("InternalServerError")]
    [InlineData("hangs")]
    [InlineData("down")]
    public async Task LoadAndSave_Fail_SayWhyAndKeepTheNews(string code)
    {
        await using var server = new ScriptedServer(
            code switch
            {
                "hangs" => Reply.Hang,
                "down" => Reply.Reset,
                _ => Reply.Status(
                    code == "InternalServerError" ? 500 : 400,
                    $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"m"}"""
                ),
            }
        );
        var table = new ClicksTable(_tables.Of($"http://{server.Address}"), Window);
        var clicks = Clicks();
        clicks.Add(ClickOn("lamp", "R1", 1_000) with { UserId = "device-1", IsAnonymous = true });

        var toLoad = ToLoad("lamp");
        toLoad.AddSession("session-1");
        var loaded = await table.LoadAsync(toLoad, clicks, CancellationToken.None);
        clicks.Join("session-1", "anna");
        var saved = await table.SaveAsync(clicks.Shared!, CancellationToken.None);

        Assert.Equal((0, 2), (loaded.Loaded, loaded.Failed));
        Assert.Equal((0, 2), (saved.Saved, saved.Failed));
        Assert.All([loaded.Failure, saved.Failure], Assert.NotEmpty);
        Assert.Equal(2, clicks.Shared!.News.Count);
        Assert.Null(clicks.Find(Some.Interaction("e", "anna", itemId: "lamp", sentAtMilliseconds: 2_000)));
        Assert.InRange(server.Requests.Count, 1, 12);
    }

    [Fact]
    public async Task LoadAsync_MoreThanAnInvocationMayRead_ReadsAsManyAndSaysSo()
    {
        await using var server = new ScriptedServer(
            Reply.Status(200, """{"Responses":{},"UnprocessedKeys":{}}""")
        );

        var report = await Patient($"http://{server.Address}")
            .LoadAsync(ToLoad([.. Some.Ids(ClicksToLoad.MaxKeys + 10)]), Clicks(), CancellationToken.None);

        Assert.Equal((10, CallAdvice.TooManyKeys), (report.Failed, report.Failure));
        Assert.Equal((ClicksToLoad.MaxKeys + 99) / 100, server.Requests.Count);
    }

    [Fact]
    public async Task LoadAndSave_NothingToDo_CallNobody()
    {
        await using var server = new ScriptedServer(Reply.Hang);
        var table = Patient($"http://{server.Address}");

        Assert.Equal(TableReport.Nothing, await table.LoadAsync(new(), Clicks(), CancellationToken.None));
        Assert.Equal(TableReport.Nothing, await table.SaveAsync(Clicks().Shared!, CancellationToken.None));
        Assert.Empty(server.Requests);
    }

    ClicksTable Patient(string address) => new(_tables.Patient(address), Window);

    static Task<TableReport> SaveAsync(ClicksTable table, Interaction click)
    {
        var clicks = Clicks();
        clicks.Add(click);
        return table.SaveAsync(clicks.Shared!, CancellationToken.None);
    }

    static async Task<RecommendationClicks> SessionLoadedAsync(ClicksTable table)
    {
        var (into, toLoad) = (Clicks(), new ClicksToLoad());
        toLoad.AddSession("session-1");
        _ = await table.LoadAsync(toLoad, into, CancellationToken.None);
        return into;
    }

    static RecommendationClicks Clicks() =>
        new((long)Window.TotalMilliseconds, joinsSessions: true, shared: new SharedClicks(1_000));

    static ClicksToLoad ToLoad(params string[] items)
    {
        var toLoad = new ClicksToLoad();
        foreach (var item in items)
        {
            toLoad.Add("user-1", item);
        }

        return toLoad;
    }

    static Interaction ClickOn(string item, string recommendation, long at) =>
        Some.Interaction(
            userId: "user-1",
            itemId: item,
            sentAtMilliseconds: at,
            recommendationId: recommendation
        ) with
        {
            SessionId = "session-1",
        };

    static string? Found(RecommendationClicks clicks, string item, long at) =>
        clicks.Find(Some.Interaction($"e-{item}", "user-1", itemId: item, sentAtMilliseconds: at));
}
