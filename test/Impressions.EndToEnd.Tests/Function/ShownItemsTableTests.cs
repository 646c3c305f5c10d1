using Amazon.DynamoDBv2.Model;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.DynamoDb;
using Impressions.Edge.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Function;

public sealed class ShownItemsTableTests : IDisposable
{
    static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    readonly TestTables _tables = new();

    public void Dispose() => _tables.Dispose();

    [Fact]
    public async Task SaveAsync_WhatOneProcessTold_TheOtherLoads()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var one = PatientTable(dynamoDb.Address);
        var other = PatientTable(dynamoDb.Address);
        var shown = new ShownItems(isShared: true);
        foreach (var id in Some.Ids(250, "RID-"))
        {
            shown.Learn(id, Some.Ids(25, id + "-a-long-name-of-an-item-as-shops-have-them-")); // full lists, full reads
        }

        var news = shown.News.ToDictionary();
        var saved = await one.SaveAsync(shown, CancellationToken.None);
        var into = new ShownItems();
        var loaded = await other.LoadAsync([.. news.Keys, "RID-unknown"], into, CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 250, Failed: 0, Failure: ""), saved);
        Assert.Equal(new(Loaded: 250, Saved: 0, Failed: 0, Failure: ""), loaded);
        Assert.All(news, shown => Assert.Equal(shown.Value, into.Of(shown.Key)));
        Assert.Null(into.Of("RID-unknown"));
        Assert.Empty(shown.News);
    }

    [Fact]
    public async Task SaveAsync_FewerItemsThanThere_ChangesNothing()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var table = PatientTable(dynamoDb.Address);

        _ = await table.SaveAsync(Shown("a", "b"), CancellationToken.None);
        var fewer = await table.SaveAsync(Shown("c"), CancellationToken.None);
        Assert.Equal(2, (await dynamoDb.GetAsync("RID-1"))[ShownItemsTable.Items].L.Count);

        var more = await table.SaveAsync(Shown("a", "b", "c"), CancellationToken.None);
        Assert.Equal(3, (await dynamoDb.GetAsync("RID-1"))[ShownItemsTable.Items].L.Count);
        Assert.Equal((0, 0, ""), (fewer.Failed, more.Failed, fewer.Failure));
    }

    [Fact]
    public async Task SaveAsync_Items_ExpireAfterTwoWeeks()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        var table = PatientTable(dynamoDb.Address);

        _ = await table.SaveAsync(Shown("a"), CancellationToken.None);

        Assert.Equal(
            _tables
                .Clock.GetUtcNow()
                .AddDays(14)
                .ToUnixTimeSeconds()
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
            (await dynamoDb.GetAsync("RID-1"))[SharedTable.ExpiresAt].N
        );
        Assert.Equal(
            SharedTable.ExpiresAt,
            Template
                .Resources.Mapping("ShownItemsTable", "Properties", "TimeToLiveSpecification")
                .Text("AttributeName")
        );
    }

    [Fact]
    public async Task LoadAsync_NoSuchTable_SaysSo()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        await dynamoDb.Client.DeleteTableAsync(LocalDynamoDb.Table);
        var table = PatientTable(dynamoDb.Address);

        var report = await table.LoadAsync(["RID-1"], new ShownItems(), CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 0, Failed: 1, "ResourceNotFoundException"), report);
        Assert.Contains(
            "IMPRESSION_TABLE",
            CallAdvice.For(CallPurpose.ShownItems, report.Failure),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task LoadAsync_ItemOfAnotherShape_IsNotKnown()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        _ = await dynamoDb.Client.PutItemAsync(
            LocalDynamoDb.Table,
            new()
            {
                [SharedTable.Key] = new AttributeValue("RID-1"),
                [ShownItemsTable.Items] = new AttributeValue("no list"),
            }
        );
        var table = PatientTable(dynamoDb.Address);
        var into = new ShownItems();

        Assert.Equal(0, (await table.LoadAsync(["RID-1"], into, CancellationToken.None)).Loaded);
        Assert.Null(into.Of("RID-1"));
    }

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "AccessDeniedException")]
    [InlineData(500, "InternalServerError")]
    public async Task LoadAndSave_Refused_SayWhyAndNeverThrow(int status, string code)
    {
        await using var server = new ScriptedServer(
            Reply.Status(status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"m"}""")
        );

        await AssertFailsAsync($"http://{server.Address}", code);
    }

    [Theory]
    [InlineData(AfterReplyName.Hang)]
    [InlineData(AfterReplyName.Reset)]
    public async Task LoadAndSave_NoAnswer_EndInTheirTime(string after)
    {
        await using var server = new ScriptedServer(new Reply("", Enum.Parse<AfterReply>(after)));

        await AssertFailsAsync($"http://{server.Address}", code: null).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>2,000 lists and a table that lets nobody write: a few tries, and all of them stay news.</summary>
    [Fact]
    public async Task SaveAsync_Refused_StopsAndKeepsTheNews()
    {
        await using var server = new ScriptedServer(
            Reply.Status(400, """{"__type":"AccessDeniedException"}""")
        );
        var table = PatientTable($"http://{server.Address}");
        var shown = new ShownItems(isShared: true);
        foreach (var id in Some.Ids(2_000))
        {
            shown.Learn(id, ["a"]);
        }

        var report = await table.SaveAsync(shown, CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 0, Failed: 2_000, "AccessDeniedException"), report);
        Assert.Equal(2_000, shown.News.Count);
        Assert.InRange(server.Requests.Count, 1, 32);
    }

    /// <summary>A table that leaves out what it is asked for is given time.</summary>
    [Fact]
    public async Task LoadAsync_KeysLeftOut_AreAskedForAgainAfterAPause()
    {
        const string leftOut = """
            {"Responses":{},"UnprocessedKeys":{"shown-items":{"Keys":[{"recommendation_id":{"S":"RID-1"}}]}}}
            """;
        await using var server = new ScriptedServer(
            Reply.Status(200, leftOut),
            Reply.Status(200, leftOut),
            Reply.Status(
                200,
                """{"Responses":{"shown-items":[{"recommendation_id":{"S":"RID-1"},"items":{"L":[{"S":"a"}]}}]},"UnprocessedKeys":{}}"""
            )
        );
        var table = PatientTable($"http://{server.Address}");
        var into = new ShownItems();

        var loaded = await table.LoadAsync(["RID-1"], into, CancellationToken.None);

        Assert.Equal(1, loaded.Loaded);
        Assert.Equal(["a"], into.Of("RID-1"));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task LoadAsync_DeadlineBefore_DoesNotWait()
    {
        await using var server = new ScriptedServer(Reply.Hang);
        var table = Table($"http://{server.Address}");
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var report = await table.LoadAsync(["RID-1"], new ShownItems(), deadline.Token);

        Assert.Equal((1, "deadline"), (report.Failed, report.Failure));
    }

    [Fact]
    public async Task LoadAsync_NothingToLoad_CallsNobody()
    {
        await using var server = new ScriptedServer(Reply.Hang);
        var table = Table($"http://{server.Address}");

        Assert.Equal(
            TableReport.Nothing,
            await table.LoadAsync([], new ShownItems(), CancellationToken.None)
        );
        Assert.Equal(
            TableReport.Nothing,
            await table.SaveAsync(new ShownItems(isShared: true), CancellationToken.None)
        );
        Assert.Empty(server.Requests);
    }

    async Task AssertFailsAsync(string address, string? code)
    {
        // Where an answer is to be told, there is time for it on a busy machine too.
        var table = code is null ? Table(address) : PatientTable(address, loadTime: OneSecond);

        var loaded = await table.LoadAsync(["RID-1", "RID-2"], new ShownItems(), CancellationToken.None);
        var saved = await table.SaveAsync(Shown("a"), CancellationToken.None);

        Assert.Equal((0, 2), (loaded.Loaded, loaded.Failed));
        Assert.Equal((0, 1), (saved.Saved, saved.Failed));
        Assert.All([loaded, saved], report => Assert.NotEmpty(report.Failure));
        if (code is not null)
        {
            Assert.Contains(loaded.Failure, (string[])[code, "deadline"]); // a throttled read waits for its end
            Assert.Equal(code, saved.Failure);
        }
    }

    /// <summary>With time enough for a busy machine.</summary>
    ShownItemsTable PatientTable(string address, TimeSpan? loadTime = null) =>
        new(_tables.Patient(address, loadTime));

    ShownItemsTable Table(string address) => new(_tables.Of(address));

    static ShownItems Shown(params string[] items)
    {
        var shown = new ShownItems(isShared: true);
        shown.Learn("RID-1", items);
        return shown;
    }

    static class AfterReplyName
    {
        public const string Hang = nameof(AfterReply.Hang);
        public const string Reset = nameof(AfterReply.Reset);
    }
}
