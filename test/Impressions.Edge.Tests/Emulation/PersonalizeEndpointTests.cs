using System.Text;
using System.Text.Json;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Emulation;

public sealed class PersonalizeEndpointTests : IDisposable
{
    readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task PutEvents_Good_Is200WithoutBodyAndLogged()
    {
        await using var endpoint = await StartAsync();
        var body = Body("s", """{"eventId":"e","eventType":"Click","sentAt":1}""");

        using var answer = await _client.PutEventsAsync(endpoint, body);
        var call = Assert.Single(endpoint.Calls);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.True(answer.Headers.Contains("x-amzn-RequestId"));
        Assert.Equal((1, 200, "", true), (call.Number, call.Status, call.ErrorCode, call.IsAccepted));
        Assert.Equal(body, Encoding.UTF8.GetString(call.Body.Span));
        Assert.Equal("e", Assert.Single(call.Request!.Events).EventId);
        Assert.True(call.ReceivedAt <= call.AnsweredAt);
    }

    [Fact]
    public async Task PutEvents_Bad_IsTheServicesErrorAndLogged()
    {
        await using var endpoint = await StartAsync();

        using var answer = await _client.PutEventsAsync(endpoint, Body("s", """{"eventType":"Click"}"""));
        var call = Assert.Single(endpoint.Calls);

        await AssertErrorAsync(400, "InvalidInputException", answer);
        Assert.Equal((400, "InvalidInputException", false), (call.Status, call.ErrorCode, call.IsAccepted));
        Assert.Null(call.Request);
        Assert.Empty(endpoint.Accepted);
    }

    [Fact]
    public async Task PutEvents_UnknownTrackingId_IsInvalidInput()
    {
        await using var endpoint = await StartAsync(new() { TrackingId = "other" });

        using var answer = await _client.PutEventsAsync(endpoint, Body("s", Click("e")));

        await AssertErrorAsync(400, "InvalidInputException", answer);
    }

    [Fact]
    public async Task PutEvents_Unsigned_IsForbidden()
    {
        await using var endpoint = await StartAsync();
        using var content = new StringContent(Body("s", Click("e")));

        using var answer = await _client.PostAsync(new Uri(endpoint.Address, "events"), content);

        await AssertErrorAsync(403, "MissingAuthenticationTokenException", answer);
    }

    [Fact]
    public async Task PutEvents_OldSignature_IsExpiredAndTellsTheTime()
    {
        var now = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var endpoint = await StartAsync(new() { Time = new HandClock(now) });

        using var answer = await _client.PutEventsAsync(
            endpoint,
            Body("s", Click("e")),
            signedAt: now.AddHours(-1)
        );

        await AssertErrorAsync(400, "RequestExpired", answer);
        Assert.Equal(now, answer.Headers.Date);
    }

    [Fact]
    public async Task PutEvents_ElevenEventTypes_RefusesTheEleventh()
    {
        await using var endpoint = await StartAsync();
        var ten = Enumerable.Range(1, 10).Select(n => Click($"e{n}", $"Type{n}"));

        using var tenTypes = await _client.PutEventsAsync(endpoint, Body("s", [.. ten]));
        using var eleventh = await _client.PutEventsAsync(endpoint, Body("s", Click("e11", "Type11")));
        using var tenth = await _client.PutEventsAsync(endpoint, Body("s", Click("e12", "Type10")));

        Assert.Equal([200, 400, 200], endpoint.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task PutEvents_FasterThanTheRate_IsThrottledUntilASecondHasPassed()
    {
        var clock = new HandClock(TimeProvider.System.GetUtcNow());
        await using var endpoint = await StartAsync(new() { CallsPerSecond = 2, Time = clock });

        for (var number = 1; number <= 5; number++)
        {
            using var answer = await _client.PutEventsAsync(endpoint, Body("s", Click($"e{number}")));
            clock.Advance(TimeSpan.FromMilliseconds(number == 3 ? 801 : 100));
        }

        Assert.Equal([200, 200, 400, 200, 200], endpoint.Calls.Select(call => call.Status));
        Assert.Equal("ThrottlingException", endpoint.Calls[2].ErrorCode);
    }

    [Theory]
    [InlineData("POST", "actions", 404)]
    [InlineData("GET", "users", 404)]
    [InlineData("POST", "", 404)]
    [InlineData("GET", "events", 405)]
    public async Task OtherOperation_IsUnknown(string method, string path, int status)
    {
        await using var endpoint = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(endpoint.Address, path));

        using var answer = await _client.SendAsync(request);

        await AssertErrorAsync(status, "UnknownOperationException", answer);
        Assert.Empty(endpoint.Calls);
    }

    [Fact]
    public async Task PutEvents_EndlessBody_IsTooLarge()
    {
        await using var endpoint = await StartAsync();

        using var answer = await _client.PutEventsAsync(endpoint, new string(' ', 300_000));

        await AssertErrorAsync(413, "RequestEntityTooLargeException", answer);
    }

    [Fact]
    public async Task Training_RepeatedAndUnrecordedEvents_CountOnce()
    {
        await using var endpoint = await StartAsync();
        string[] bodies =
        [
            Body("s", Click("e1"), Click("e2", sentAt: 2)),
            Body("s", Click("e1", sentAt: 3)), // an id again
            Body("s", Click("e3", sentAt: 2)), // time and content again
            Body("s", Click("e4", "View", sentAt: 2)),
            Body("t", Click("e5", sentAt: 2)),
            Body("null", Click("e6", sentAt: 6)),
        ];

        foreach (var body in bodies)
        {
            using var answer = await _client.PutEventsAsync(endpoint, body);
        }

        Assert.Equal(
            ["e1", "e2", "e1", "e3", "e4", "e5", "e6"],
            endpoint.Accepted.Select(a => a.Event.EventId)
        );
        Assert.Equal(
            [(1, "e1"), (1, "e2"), (4, "e4"), (5, "e5")],
            endpoint.Training.Select(a => (a.CallNumber, a.Event.EventId!))
        );
    }

    static Task<PersonalizeEndpoint> StartAsync(PersonalizeEndpointOptions? options = null) =>
        PersonalizeEndpoint.StartAsync(options ?? new(), CancellationToken.None);

    static string Body(string session, params string[] events) =>
        $$"""{"trackingId":"11111111-2222-3333-4444-555555555555","sessionId":"{{session}}","eventList":[{{string.Join(',', events)}}]}""";

    static string Click(string eventId, string eventType = "Click", int sentAt = 1) =>
        $$"""{"eventId":"{{eventId}}","eventType":"{{eventType}}","sentAt":{{sentAt}}}""";

    static async Task AssertErrorAsync(int status, string code, HttpResponseMessage answer)
    {
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, Assert.Single(answer.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal(code, body.RootElement.GetProperty("__type").GetString());
        Assert.Equal(JsonValueKind.String, body.RootElement.GetProperty("message").ValueKind);
    }
}
