using System.Globalization;
using System.Text;
using Impressions.Emulation.Lambda;

namespace Impressions.Edge.Tests.Emulation;

public sealed class LambdaRuntimeApiTests : IAsyncLifetime, IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly HttpClient _function = new();
    readonly HandClock _clock = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
    LambdaRuntimeApi? _api;

    LambdaRuntimeApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _api = await LambdaRuntimeApi.StartAsync(_clock, CancellationToken.None);
        _function.BaseAddress = new Uri($"http://{_api.HostAndPort}/2018-06-01/runtime/");
    }

    public async ValueTask DisposeAsync() => await Api.DisposeAsync();

    public void Dispose() => _function.Dispose();

    [Fact]
    public async Task Next_Invocation_HasPayloadAndHeaders()
    {
        _ = InvokeAsync("""{"Records":[]}""");

        using var next = await _function.GetAsync(Relative("invocation/next"));
        var deadline = long.Parse(Header(next, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture);

        Assert.Equal("""{"Records":[]}""", await next.Content.ReadAsStringAsync());
        Assert.Equal("application/json", next.Content.Headers.ContentType?.MediaType);
        Assert.Equal(_clock.GetUtcNow() + Limit, DateTimeOffset.FromUnixTimeMilliseconds(deadline));
        Assert.Equal(LambdaRuntimeApi.FunctionArn, Header(next, "Lambda-Runtime-Invoked-Function-Arn"));
        Assert.True(Guid.TryParse(Header(next, "Lambda-Runtime-Aws-Request-Id"), out _));
        Assert.Matches(
            "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$",
            Header(next, "Lambda-Runtime-Trace-Id")
        );
    }

    [Fact]
    public async Task Response_OfTheRunningInvocation_IsItsAnswer()
    {
        var invoking = InvokeAsync("{}");
        var requestId = await NextAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        var (status, body) = await PostAsync(
            $"invocation/{requestId}/response",
            """{"batchItemFailures":[]}"""
        );
        var answer = await invoking;

        Assert.Equal((202, """{"status":"OK"}"""), (status, body));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
        Assert.Equal((requestId, TimeSpan.FromMilliseconds(250)), (answer.RequestId, answer.Duration));
        Assert.Null(answer.Error);
    }

    [Theory]
    [InlineData("""{"errorMessage":"no","errorType":"Broken","stackTrace":[]}""", "Broken", "no")]
    [InlineData("""{"errorMessage":"no"}""", "Header", "no")]
    [InlineData("not JSON", "Header", "")]
    [InlineData("[]", "Header", "")]
    public async Task Error_OfTheRunningInvocation_IsItsAnswer(string body, string type, string message)
    {
        var invoking = InvokeAsync("{}");

        var (status, _) = await PostAsync($"invocation/{await NextAsync()}/error", body, errorType: "Header");
        var answer = await invoking;

        Assert.Equal(202, status);
        Assert.Equal(new FunctionError(type, message), answer.Error);
        Assert.True(answer.Response.IsEmpty);
    }

    [Fact]
    public async Task Response_AfterTheDeadline_IsTakenAndCountsAsTimedOut()
    {
        var invoking = InvokeAsync("{}");
        var requestId = await NextAsync();
        _clock.Advance(Limit + TimeSpan.FromMilliseconds(1));

        var (status, _) = await PostAsync($"invocation/{requestId}/response", "{}");
        var answer = await invoking;

        Assert.Equal(202, status);
        Assert.Equal(
            new FunctionError("Sandbox.Timedout", "Task timed out after 30.00 seconds"),
            answer.Error
        );
        Assert.Equal(Limit, answer.Duration);
    }

    [Fact]
    public async Task Invoke_NoAnswer_TimesOutAndLeavesTheFunctionToItsLateAnswer()
    {
        var invoking = Api.InvokeAsync(
            "{}"u8.ToArray(),
            TimeSpan.FromMilliseconds(50),
            CancellationToken.None
        );
        var requestId = await NextAsync();

        var answer = await invoking;
        var following = InvokeAsync("2");
        var (late, _) = await PostAsync($"invocation/{requestId}/response", "{}");
        var (next, _) = await PostAsync($"invocation/{await NextAsync()}/response", "{}");

        Assert.Equal("Task timed out after 0.05 seconds", answer.Error?.Message);
        Assert.Equal((202, 202), (late, next));
        Assert.Null((await following).Error);
    }

    [Fact]
    public async Task Invoke_SeveralAtOnce_AreHandedOutOneByOne()
    {
        var invoking = new[] { InvokeAsync("1"), InvokeAsync("2"), InvokeAsync("3") };

        for (var number = 1; number <= invoking.Length; number++)
        {
            await PostAsync($"invocation/{await NextAsync()}/response", "{}");
            await Task.WhenAny(invoking);
        }

        Assert.Equal(3, (await Task.WhenAll(invoking)).DistinctBy(answer => answer.RequestId).Count());
    }

    [Fact]
    public async Task Next_BeforeTheAnswer_IsForbidden()
    {
        _ = InvokeAsync("{}");
        await NextAsync();

        using var next = await _function.GetAsync(Relative("invocation/next"));

        Assert.Equal(403, (int)next.StatusCode);
        Assert.Contains("InvalidStateTransition", await next.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task Answer_OfAnotherInvocation_IsRefused(string kind)
    {
        var invoking = InvokeAsync("{}");
        await NextAsync();

        var (status, body) = await PostAsync($"invocation/{Guid.Empty}/{kind}", "{}");

        Assert.Equal(400, status);
        Assert.Contains("InvalidRequestID", body);
        Assert.False(invoking.IsCompleted);
    }

    [Fact]
    public async Task Response_BeyondTheQuota_FailsTheInvocation()
    {
        var invoking = InvokeAsync("{}");

        var (status, _) = await PostAsync(
            $"invocation/{await NextAsync()}/response",
            new string(' ', 7 << 20)
        );

        Assert.Equal(413, status);
        Assert.Equal(FunctionError.ResponseTooLarge, (await invoking).Error);
    }

    [Fact]
    public async Task InitError_FailsWaitingAndLaterInvocations()
    {
        var waiting = InvokeAsync("{}");

        var (status, _) = await PostAsync(
            "init/error",
            """{"errorMessage":"no tracking id","errorType":"Settings"}"""
        );

        Assert.Equal(202, status);
        Assert.Equal(new FunctionError("Settings", "no tracking id"), await Api.InitFailed);
        foreach (var invoking in new[] { waiting, InvokeAsync("{}") })
        {
            var e = await Assert.ThrowsAsync<FunctionUnavailableException>(() => invoking);
            Assert.Equal("The function could not start: Settings: no tracking id", e.Message);
        }
    }

    [Fact]
    public async Task MarkUnavailable_FailsTheRunningInvocation()
    {
        var invoking = InvokeAsync("{}");
        await NextAsync();

        Api.MarkUnavailable("gone");

        Assert.Equal(
            "gone",
            (await Assert.ThrowsAsync<FunctionUnavailableException>(() => invoking)).Message
        );
    }

    [Fact]
    public async Task Invoke_CancelledWhileWaiting_IsNotHandedOut()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = Api.InvokeAsync("1"u8.ToArray(), Limit, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        _ = InvokeAsync("2");
        using var next = await _function.GetAsync(Relative("invocation/next"));

        Assert.Equal("2", await next.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task OtherPath_IsNotFound() =>
        Assert.Equal(404, (await PostAsync("invocation/next", "")).Status);

    Task<InvocationAnswer> InvokeAsync(string payload) =>
        Api.InvokeAsync(Encoding.UTF8.GetBytes(payload), Limit, CancellationToken.None);

    async Task<string> NextAsync()
    {
        using var next = await _function.GetAsync(Relative("invocation/next"));
        return Header(next, "Lambda-Runtime-Aws-Request-Id");
    }

    async Task<(int Status, string Body)> PostAsync(string path, string body, string errorType = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path));
        request.Content = new StringContent(body);
        request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        using var answer = await _function.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    static Uri Relative(string path) => new(path, UriKind.Relative);

    static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));
}
