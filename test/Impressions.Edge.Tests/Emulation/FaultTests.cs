using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Emulation;

public sealed class FaultTests : IDisposable
{
    const string Body =
        """{"trackingId":"11111111-2222-3333-4444-555555555555","sessionId":"s","eventList":[{"eventType":"Click","sentAt":1}]}""";

    readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(nameof(Fault.Throttled), 400, "ThrottlingException", "\"__type\":\"ThrottlingException\"")]
    [InlineData(nameof(Fault.TooManyRequests), 429, "TooManyRequestsException", "\"__type\":")]
    [InlineData(nameof(Fault.TooManyRequestsWithoutBody), 429, "", "")]
    [InlineData(nameof(Fault.InternalFailure), 500, "InternalFailure", "\"__type\":")]
    [InlineData(nameof(Fault.ServiceUnavailable), 503, "ServiceUnavailable", "\"__type\":")]
    [InlineData(nameof(Fault.HtmlPage), 502, "", "<html>")]
    [InlineData(nameof(Fault.AccessDenied), 403, "AccessDeniedException", "\"__type\":")]
    [InlineData(nameof(Fault.ExpiredToken), 403, "ExpiredTokenException", "\"__type\":")]
    [InlineData(nameof(Fault.InvalidInput), 400, "InvalidInputException", "\"__type\":")]
    public async Task Answer_IsSentInsteadOfTakingTheCall(string name, int status, string code, string body)
    {
        var fault = (Fault)typeof(Fault).GetProperty(name)!.GetValue(null)!;
        await using var endpoint = await StartAsync(fault);

        using var answer = await _client.PutEventsAsync(endpoint, Body);
        var call = Assert.Single(endpoint.Calls);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(body, await answer.Content.ReadAsStringAsync());
        Assert.Equal((status, code, false), (call.Status, call.ErrorCode, call.IsAccepted));
    }

    [Theory]
    [InlineData(nameof(Fault.Reset), false)]
    [InlineData(nameof(Fault.LostAnswer), true)]
    [InlineData(nameof(Fault.HalfAnswer), true)]
    public async Task Break_LeavesTheCallerWithoutAnAnswer(string name, bool accepted)
    {
        var fault = (Fault)typeof(Fault).GetProperty(name)!.GetValue(null)!;
        await using var endpoint = await StartAsync(fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.PutEventsAsync(endpoint, Body));
        var call = Assert.Single(endpoint.Calls);

        Assert.Equal((0, accepted), (call.Status, call.IsAccepted));
        Assert.Null(call.AnsweredAt);
    }

    [Fact]
    public async Task HalfAnswer_HasItsHeadAndTwoBytes()
    {
        await using var endpoint = await StartAsync(Fault.HalfAnswer);
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(endpoint.Address.Host, endpoint.Address.Port);
        await using var stream = connection.GetStream();

        await stream.WriteAsync(
            "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"u8.ToArray()
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 64", answer);
        Assert.EndsWith("\r\n\r\n{\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hang_EndsOnlyWhenTheCallerGivesUp()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var endpoint = await PersonalizeEndpoint.StartAsync(
            new()
            {
                Faults = (_, _) =>
                {
                    received.SetResult();
                    return Fault.Hang;
                },
            },
            CancellationToken.None
        );

        var calling = _client.PutEventsAsync(endpoint, Body);
        await received.Task;
        _client.CancelPendingRequests();

        await Assert.ThrowsAsync<TaskCanceledException>(() => calling);
        Assert.Null(Assert.Single(endpoint.Calls).AnsweredAt);
    }

    [Fact]
    public async Task Slow_TakesTheCallAndAnswersLate()
    {
        var delay = TimeSpan.FromMilliseconds(100);
        await using var endpoint = await StartAsync(Fault.Slow(delay), latency: delay);

        using var answer = await _client.PutEventsAsync(endpoint, Body);
        var call = Assert.Single(endpoint.Calls);

        Assert.Equal((200, true), (call.Status, call.IsAccepted));
        Assert.True(call.AnsweredAt - call.ReceivedAt > 1.9 * delay); // a timer may be some milliseconds early
    }

    [Fact]
    public async Task Faults_GetNumberAndRequest_AndMayLetACallBe()
    {
        var asked = new List<(int Number, string? Session)>();
        await using var endpoint = await PersonalizeEndpoint.StartAsync(
            new()
            {
                Faults = (number, request) =>
                {
                    asked.Add((number, request?.SessionId));
                    return number == 1 ? Fault.Throttled : null;
                },
            },
            CancellationToken.None
        );

        using var first = await _client.PutEventsAsync(endpoint, Body);
        using var second = await _client.PutEventsAsync(endpoint, Body);
        using var third = await _client.PutEventsAsync(endpoint, "{");

        Assert.Equal([(1, "s"), (2, "s"), (3, null)], asked);
        Assert.Equal([400, 200, 400], endpoint.Calls.Select(call => call.Status));
    }

    static Task<PersonalizeEndpoint> StartAsync(Fault fault, TimeSpan latency = default) =>
        PersonalizeEndpoint.StartAsync(
            new() { Faults = (_, _) => fault, Latency = latency },
            CancellationToken.None
        );
}
