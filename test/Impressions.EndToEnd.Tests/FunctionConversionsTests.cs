using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function where a click and what follows from it come to different processes.</summary>
public sealed class FunctionConversionsTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Invoke_PurchaseInAnotherProcess_CarriesTheClicksRecommendation()
    {
        Needs.JavaScriptSdk();

        await using var dynamoDb = await LocalDynamoDb.StartAsync();
        await using var clicking = await StartAsync(dynamoDb.Address);
        await using var buying = await StartAsync(dynamoDb.Address);

        await InvokeAsync(clicking, Click("R1", "12:00"));
        await InvokeAsync(clicking, Some.Line((EnrichedColumn.EventName, "page_view"))); // what a cold function could not write in time, it writes now
        await InvokeAsync(buying, Purchase("warm", "12:01", item: "chair")); // a cold function may be too slow to hear the table
        await InvokeAsync(buying, Purchase("purchase", "12:02"));
        await InvokeAsync(buying, Purchase("purchase", "12:02")); // delivered again
        await InvokeAsync(clicking, Purchase("early", "11:59"));

        Assert.Equal([null, "R1"], Recommendations(buying));
        Assert.Equal(["R1", null], Recommendations(clicking));
        Assert.DoesNotContain(buying.Personalize.Accepted, sent => sent.Event.Impression is not null);
    }

    /// <summary>Purchases go out all the same, without an id.</summary>
    [Theory]
    [InlineData("down")]
    [InlineData("throttled")]
    [InlineData("denied")]
    [InlineData("hangs")]
    public async Task Invoke_TableFails_PurchasesGoOutWithoutAnId(string fault)
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
        await using var function = await StartAsync($"http://{server.Address}");

        // A cold function may be too slow to ask at all: so it gets a second chance.
        await InvokeAsync(function, Purchase("one", "12:00"));
        await InvokeAsync(function, Purchase("two", "12:01"));

        Assert.Equal([null, null], Recommendations(function));
        Assert.NotEmpty(server.Requests);
    }

    static IEnumerable<string?> Recommendations(LocalLambda function) =>
        function.Personalize.Accepted.Select(sent => sent.Event.RecommendationId);

    static string Click(string recommendation, string time) =>
        Some.Click("https://shop.example/p", Some.Widget(recommendation), Some.ItemComponent("lamp"))
            .With((EnrichedColumn.EventId, "click"), At(time));

    static string Purchase(string id, string time, string item = "lamp") =>
        Some.Action("transaction", Some.Product(item)).With((EnrichedColumn.EventId, id), At(time));

    static (EnrichedColumn, string) At(string time) =>
        (EnrichedColumn.DerivedTimestamp, $"2026-11-21 {time}:00.000");

    static Task<LocalLambda> StartAsync(string address) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = new Dictionary<string, string>
                {
                    ["ATTRIBUTE_CONVERSIONS"] = "dynamodb",
                    ["IMPRESSION_TABLE"] = LocalDynamoDb.Table,
                    ["AWS_ENDPOINT_URL_DYNAMODB"] = address,
                },
            },
            CancellationToken.None
        );

    static async Task InvokeAsync(LocalLambda function, string line)
    {
        var payload = Payload.Of([Encoding.UTF8.GetBytes(line)], DateTimeOffset.UtcNow);
        var answer = await function.InvokeAsync(payload.Json, Timeout, CancellationToken.None);

        Assert.Null(answer.Error);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }
}
