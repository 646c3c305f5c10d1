using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function where something is wrong: with the service, the settings or the payload.</summary>
public sealed class FunctionFaultTests
{
    const string AllSent = """{"batchItemFailures":[]}""";
    const string FirstFailed = """{"batchItemFailures":[{"itemIdentifier":"100"}]}""";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Invoke_ThrottledOnce_TriesAgainAndSends()
    {
        await using var function = await StartAsync(
            faults: (number, _) => number == 1 ? Fault.Throttled : null
        );

        var (answer, calls) = await InvokeAsync(function, Some.Payload(Some.Line()));

        Assert.Equal(AllSent, answer);
        Assert.Equal([400, 200], calls.Select(call => call.Status));
    }

    [Theory]
    [InlineData("throttling")]
    [InlineData("unavailable")]
    [InlineData("reset")]
    [InlineData("html")]
    public async Task Invoke_NeverAvailable_AsksForTheRecordAgain(string fault)
    {
        await using var function = await StartAsync(faults: (_, _) => FaultOf(fault));

        var (answer, _) = await InvokeAsync(function, Some.Payload(Some.Line()));

        Assert.Equal(FirstFailed, answer);
        Assert.Empty(function.Personalize.Accepted);
    }

    [Fact]
    public async Task Invoke_OneEventRefused_SendsTheOthersAndKeepsItsRecord()
    {
        await using var function = await StartAsync(
            faults: (_, request) =>
                request!.Events.Any(taken => taken.ItemId == "bad") ? Fault.InvalidInput : null
        );
        var lines = Enumerable
            .Range(0, 8)
            .Select(i => Line($"event-{i}", i == 5 ? "bad" : $"sku-{i}"))
            .ToArray();

        var (answer, _) = await InvokeAsync(function, Some.Payload(lines));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"105"}]}""", answer);
        Assert.Equal(
            ["sku-0", "sku-1", "sku-2", "sku-3", "sku-4", "sku-6", "sku-7"],
            function.Personalize.Accepted.Select(taken => taken.Event.ItemId)
        );
    }

    [Fact]
    public async Task Invoke_AccessDenied_StopsCallingAndSaysWhatToMend()
    {
        await using var function = await StartAsync(
            faults: (_, _) => Fault.AccessDenied,
            settings: ("PUT_EVENTS_CONCURRENCY", "1")
        );
        var lines = Enumerable
            .Range(0, 20)
            .Select(i =>
                Some.Line((EnrichedColumn.EventId, $"e{i}"), (EnrichedColumn.DomainSessionId, $"s{i}"))
            )
            .ToArray();

        var (answer, calls) = await InvokeAsync(function, Some.Payload(lines));

        Assert.Equal(FirstFailed, answer);
        _ = Assert.Single(calls);
        var error = await function.Function.Output.ReadAsync();
        Assert.Contains("personalize:PutEvents", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongSettings_ReportsEveryMistakeAtOnce()
    {
        await using var function = await StartAsync(
            faults: (_, _) => null,
            ("PERSONALIZE_TRACKING_ID", ""),
            ("UNRESOLVED_CLICK", "guess"),
            ("CLICKED_ITEM_PATTERN", "(?=x)")
        );

        var failure = await Assert.ThrowsAsync<FunctionUnavailableException>(() =>
            InvokeAsync(function, Some.Payload(Some.Line()))
        );

        Assert.Contains("PERSONALIZE_TRACKING_ID", failure.Message, StringComparison.Ordinal);
        Assert.Contains("UNRESOLVED_CLICK", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CLICKED_ITEM_PATTERN", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, await function.Function.Exited);
    }

    [Theory]
    [InlineData("""{"key1":"value1"}""")] // the console's own test event
    [InlineData("""[]""")]
    [InlineData("""{"Records":[{"Sns":{}}]}""")]
    public async Task Invoke_NoKinesisEvent_SaysSoAndLivesOn(string payload)
    {
        await using var function = await StartAsync(faults: (_, _) => null);

        var refused = await function.InvokeAsync(
            Encoding.UTF8.GetBytes(payload),
            Timeout,
            CancellationToken.None
        );
        var (answer, _) = await InvokeAsync(function, Some.Payload(Some.Line()));

        Assert.Contains("no Kinesis event", refused.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("value1", refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal(AllSent, answer);
    }

    static string Line(string eventId, string itemId) =>
        Some.Line(
            (EnrichedColumn.EventId, eventId),
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product(itemId)))
        );

    static Fault FaultOf(string name) =>
        name switch
        {
            "throttling" => Fault.Throttled,
            "unavailable" => Fault.ServiceUnavailable,
            "reset" => Fault.Reset,
            _ => Fault.HtmlPage,
        };

    static Task<LocalLambda> StartAsync(
        Func<int, ReceivedRequest?, Fault?> faults,
        params (string Name, string Value)[] settings
    ) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new PersonalizeEndpointOptions { Faults = faults },
                Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            },
            CancellationToken.None
        );

    static async Task<(string Answer, IReadOnlyList<PutEventsCall> Calls)> InvokeAsync(
        LocalLambda function,
        byte[] payload
    )
    {
        var answer = await function.InvokeAsync(payload, Timeout, CancellationToken.None);
        Assert.Null(answer.Error);
        return (Encoding.UTF8.GetString(answer.Response.Span), function.Personalize.Calls);
    }
}
