using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Tests;

public sealed class ShownItemsTableTests
{
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));

    [JavaScriptSdkFact]
    public async Task SaveAsync_WhatOneProcessTold_TheOtherLoads()
    {
        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        using var one = Table(dynamoDb.Address);
        using var other = Table(dynamoDb.Address);
        var news = Some.Ids(250, "RID-").ToDictionary(id => id, id => (IReadOnlyList<string>)["a", id]);

        var saved = await one.SaveAsync(news, CancellationToken.None);
        var into = new ShownItems();
        var loaded = await other.LoadAsync([.. news.Keys, "RID-unknown"], into, CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 250, Failed: 0, Failure: ""), saved);
        Assert.Equal(new(Loaded: 250, Saved: 0, Failed: 0, Failure: ""), loaded);
        Assert.All(news, shown => Assert.Equal(shown.Value, into.Of(shown.Key)));
        Assert.Null(into.Of("RID-unknown"));
    }

    [JavaScriptSdkFact]
    public async Task SaveAsync_FewerItemsThanThere_ChangesNothing()
    {
        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        using var table = Table(dynamoDb.Address);

        _ = await table.SaveAsync(News("a", "b"), CancellationToken.None);
        var fewer = await table.SaveAsync(News("c"), CancellationToken.None);
        Assert.Equal(2, (await dynamoDb.GetAsync("RID-1"))[ShownItemsTable.Items].L.Count);

        var more = await table.SaveAsync(News("a", "b", "c"), CancellationToken.None);
        Assert.Equal(3, (await dynamoDb.GetAsync("RID-1"))[ShownItemsTable.Items].L.Count);
        Assert.Equal((0, 0, ""), (fewer.Failed, more.Failed, fewer.Failure));
    }

    [JavaScriptSdkFact]
    public async Task SaveAsync_Items_ExpireAfterTwoWeeks()
    {
        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        using var table = Table(dynamoDb.Address);

        _ = await table.SaveAsync(News("a"), CancellationToken.None);

        Assert.Equal(
            _clock
                .GetUtcNow()
                .AddDays(14)
                .ToUnixTimeSeconds()
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
            (await dynamoDb.GetAsync("RID-1"))[ShownItemsTable.ExpiresAt].N
        );
        Assert.Equal(
            ShownItemsTable.ExpiresAt,
            Template
                .Resources.Mapping("ShownItemsTable", "Properties", "TimeToLiveSpecification")
                .Text("AttributeName")
        );
    }

    [JavaScriptSdkFact]
    public async Task LoadAsync_NoSuchTable_SaysSo()
    {
        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        await dynamoDb.Client.DeleteTableAsync(LocalDynamoDb.Table);
        using var table = Table(dynamoDb.Address);

        var report = await table.LoadAsync(["RID-1"], new ShownItems(), CancellationToken.None);

        Assert.Equal(new(Loaded: 0, Saved: 0, Failed: 1, "ResourceNotFoundException"), report);
        Assert.Contains(
            "IMPRESSION_TABLE",
            ShownItemsReport.Advice(report.Failure),
            StringComparison.Ordinal
        );
    }

    [JavaScriptSdkFact]
    public async Task LoadAsync_ItemOfAnotherShape_IsNotKnown()
    {
        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        _ = await dynamoDb.Client.PutItemAsync(
            LocalDynamoDb.Table,
            new()
            {
                [ShownItemsTable.Key] = new AttributeValue("RID-1"),
                [ShownItemsTable.Items] = new AttributeValue("no list"),
            }
        );
        using var table = Table(dynamoDb.Address);
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

    [Fact]
    public async Task LoadAsync_DeadlineBefore_DoesNotWait()
    {
        await using var server = new ScriptedServer(Reply.Hang);
        using var table = Table($"http://{server.Address}");
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var report = await table.LoadAsync(["RID-1"], new ShownItems(), deadline.Token);

        Assert.Equal((1, "deadline"), (report.Failed, report.Failure));
    }

    [Fact]
    public async Task LoadAsync_NothingToLoad_CallsNobody()
    {
        await using var server = new ScriptedServer(Reply.Hang);
        using var table = Table($"http://{server.Address}");

        Assert.Equal(
            ShownItemsReport.Nothing,
            await table.LoadAsync([], new ShownItems(), CancellationToken.None)
        );
        Assert.Equal(
            ShownItemsReport.Nothing,
            await table.SaveAsync(new Dictionary<string, IReadOnlyList<string>>(), CancellationToken.None)
        );
        Assert.Empty(server.Requests);
    }

    async Task AssertFailsAsync(string address, string? code)
    {
        using var table = Table(address);

        var loaded = await table.LoadAsync(["RID-1", "RID-2"], new ShownItems(), CancellationToken.None);
        var saved = await table.SaveAsync(News("a"), CancellationToken.None);

        Assert.Equal((0, 2), (loaded.Loaded, loaded.Failed));
        Assert.Equal((0, 1), (saved.Saved, saved.Failed));
        Assert.All([loaded, saved], report => Assert.NotEmpty(report.Failure));
        if (code is not null)
        {
            Assert.Contains(loaded.Failure, (string[])[code, "deadline"]); // a throttled read waits for its end
            Assert.Equal(code, saved.Failure);
        }
    }

    ShownItemsTable Table(string address) =>
        new(
            LocalDynamoDb.Table,
            _clock,
            config =>
            {
                (config.ServiceURL, config.AuthenticationRegion) = (address, "us-east-1");
                config.DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
            }
        );

    static Dictionary<string, IReadOnlyList<string>> News(params string[] items) =>
        new() { ["RID-1"] = items };

    static class AfterReplyName
    {
        public const string Hang = nameof(AfterReply.Hang);
        public const string Reset = nameof(AfterReply.Reset);
    }
}
