using System.Text;
using Impressions.Cli.Input;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function where the views of recommendations tell what its clicks do not.</summary>
public sealed class FunctionShownItemsTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The published tracking: a recommendation comes into view, and its third item is clicked.</summary>
    static readonly EventCase Captured = EventCase.Load("published-click-item3");

    static readonly IReadOnlyList<ReadOnlyMemory<byte>> Lines =
    [
        .. InputReader.Lines(File.ReadAllBytes(Path.Combine(Repository.Events, Captured.Name, "events.tsv"))),
    ];

    [Fact]
    public async Task Invoke_ExposeThenClickLater_RecallsFromMemory()
    {
        await using var function = await StartAsync(
            ("IMPRESSION_STORE", "memory"),
            ("CLICKED_ITEM_PATTERN", "-")
        );

        foreach (var line in Lines)
        {
            await InvokeAsync(function, line);
        }

        AssertRecalled(function);
    }

    [Fact]
    public async Task Invoke_ClickInAnotherProcess_RecallsFromTheTable()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        await using var viewing = await StartAsync(Shared(dynamoDb.Address));
        await using var clicking = await StartAsync(Shared(dynamoDb.Address));

        await InvokeAsync(viewing, Lines[0]);
        await InvokeAsync(viewing, Lines[0]); // what a cold function could not write in time, it writes now
        await InvokeAsync(clicking, OfAnotherRecommendation(Lines[1])); // a cold function may be too slow to hear the table
        await InvokeAsync(clicking, Lines[1]);

        Assert.Empty(viewing.Personalize.Accepted);
        AssertRecalled(clicking);
    }

    /// <summary>Clicks go out all the same, by whatever else tells their item.</summary>
    [Theory]
    [InlineData("down")]
    [InlineData("throttled")]
    [InlineData("denied")]
    [InlineData("hangs")]
    public async Task Invoke_TableFails_ClicksGoOutWithoutTheList(string fault)
    {
        await using var server = new ScriptedServer(
            fault switch
            {
                "down" => Reply.Reset,
                "hangs" => Reply.Hang,
                "throttled" => Reply.Status(400, """{"__type":"ThrottlingException"}"""),
                _ => Reply.Status(400, """{"__type":"AccessDeniedException"}"""),
            }
        );
        await using var function = await StartAsync([
            .. Shared($"http://{server.Address}").Where(setting => setting.Item1 != "CLICKED_ITEM_PATTERN"),
        ]);

        // The view of it was another process's. A cold function may be too slow to ask at all: so it gets a second chance.
        await InvokeAsync(function, Lines[1]);
        await InvokeAsync(function, Lines[1]);

        var click = Assert.Single(function.Personalize.Accepted);
        Assert.Equal(("Click", "48538191397164"), (click.Event.EventType, click.Event.ItemId));
        Assert.Null(click.Event.Impression);
        Assert.NotEmpty(server.Requests);
    }

    static void AssertRecalled(LocalLambda function)
    {
        var click = Assert.Single(function.Personalize.Accepted);
        Assert.Equal(("Click", Captured.Truth!.Clicked), (click.Event.EventType, click.Event.ItemId));
        Assert.Equal(6, click.Event.Impression!.Count);
        Assert.Contains(Captured.Truth.Clicked, click.Event.Impression);
    }

    /// <summary>A click of which nothing is known, so that nothing is sent.</summary>
    static ReadOnlyMemory<byte> OfAnotherRecommendation(ReadOnlyMemory<byte> line) =>
        Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(line.Span)
                .Replace("RID-24-", "RID-99-", StringComparison.Ordinal)
                .With((EnrichedColumn.EventId, "another"))
        );

    /// <summary>The item must come from what was shown.</summary>
    static (string, string)[] Shared(string address) =>
        [
            ("IMPRESSION_STORE", "dynamodb"),
            ("IMPRESSION_TABLE", LocalDynamoDb.Table),
            ("AWS_ENDPOINT_URL_DYNAMODB", address),
            ("CLICKED_ITEM_PATTERN", "-"),
        ];

    static Task<LocalLambda> StartAsync(params (string Name, string Value)[] settings) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            },
            CancellationToken.None
        );

    static async Task InvokeAsync(LocalLambda function, ReadOnlyMemory<byte> line)
    {
        var payload = Payload.Of([line], DateTimeOffset.UtcNow);
        var answer = await function.InvokeAsync(payload.Json, Timeout, CancellationToken.None);

        Assert.Null(answer.Error);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }
}
