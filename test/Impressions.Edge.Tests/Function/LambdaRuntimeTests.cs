using System.Net;
using System.Text;
using System.Text.Json;
using Impressions.Edge.Tests.Support;
using static Impressions.Edge.Tests.Function.FakeRuntimeApi;

namespace Impressions.Edge.Tests.Function;

public sealed class LambdaRuntimeTests
{
    [Fact]
    public async Task RunAsync_Invocation_ReachesTheHandlerWhole()
    {
        using var api = new FakeRuntimeApi(Next("id-1", """{"Records":[]}"""u8.ToArray()));
        var seen = new List<(string, DateTimeOffset, string, string)>();

        await api.RunAsync(i =>
        {
            seen.Add((i.RequestId, i.Deadline, i.FunctionArn, Encoding.UTF8.GetString(i.Payload.Span)));
            return "{}";
        });

        Assert.Equal([("id-1", Deadline, "arn:aws:lambda:x", """{"Records":[]}""")], seen);
    }

    [Fact]
    public async Task RunAsync_HandlerAnswers_PostsTheAnswer()
    {
        using var api = new FakeRuntimeApi(Next("id-1"), Next("id-2"));

        await api.RunAsync(i => $$"""{"for":"{{i.RequestId}}"}""");

        Assert.Equal(
            [
                new("/2018-06-01/runtime/invocation/id-1/response", """{"for":"id-1"}""", ErrorType: null),
                new("/2018-06-01/runtime/invocation/id-2/response", """{"for":"id-2"}""", ErrorType: null),
            ],
            api.Posts
        );
        Assert.Equal("runtime:9001", api.Host);
    }

    [Fact]
    public async Task RunAsync_HandlerFailsWithSafeMessage_PostsTheErrorAndGoesOn()
    {
        using var api = new FakeRuntimeApi(Next("id-1"), Next("id-2"));

        await api.RunAsync(i => i.RequestId is "id-1" ? throw new InvocationException("too \"bad\"") : "{}");

        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", api.Posts[0].Path);
        Assert.Equal("InvocationException", api.Posts[0].ErrorType);
        using var error = JsonDocument.Parse(api.Posts[0].Body);
        Assert.Equal(
            ["errorMessage", "errorType", "stackTrace"],
            error.RootElement.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("too \"bad\"", error.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("InvocationException", error.RootElement.GetProperty("errorType").GetString());
        Assert.Contains(
            nameof(RunAsync_HandlerFailsWithSafeMessage_PostsTheErrorAndGoesOn),
            error.RootElement.GetProperty("stackTrace")[0].GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("/2018-06-01/runtime/invocation/id-2/response", api.Posts[1].Path);
        using var line = JsonDocument.Parse(api.Log.ToArray());
        Assert.Equal("ERROR", line.RootElement.GetProperty("level").GetString());
        Assert.Equal("id-1", line.RootElement.GetProperty("requestId").GetString());
        Assert.True(line.RootElement.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal("too \"bad\"", line.RootElement.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task RunAsync_HandlerFailsOtherwise_WithholdsTheMessage()
    {
        using var api = new FakeRuntimeApi(Next("id-1"));

        await api.RunAsync(_ => throw new FormatException("user-4711", new FormatException("user-4711")));

        var error = Assert.Single(api.Posts);
        Assert.Equal("FormatException", error.ErrorType);
        Assert.DoesNotContain("4711", error.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lambda-Runtime-Aws-Request-Id")]
    [InlineData("Lambda-Runtime-Deadline-Ms")]
    public async Task RunAsync_InvocationWithoutRequiredHeader_Throws(string header)
    {
        var next = Next("id-1");
        next.Headers.Remove(header);
        using var api = new FakeRuntimeApi(next);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => api.RunAsync(_ => "{}"));

        Assert.Contains(header, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DeadlineIsNoNumber_Throws()
    {
        var next = Next("id-1");
        next.Headers.Remove("Lambda-Runtime-Deadline-Ms");
        next.Headers.Add("Lambda-Runtime-Deadline-Ms", "soon");
        using var api = new FakeRuntimeApi(next);

        await Assert.ThrowsAsync<HttpRequestException>(() => api.RunAsync(_ => "{}"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task RunAsync_NextIsRefused_Throws(HttpStatusCode status)
    {
        using var api = new FakeRuntimeApi(new HttpResponseMessage(status));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => api.RunAsync(_ => "{}"));

        Assert.Contains(
            $"invocation/next with status {(int)status}",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task RunAsync_AnswerIsRefused_Throws()
    {
        using var api = new FakeRuntimeApi(Next("id-1"), Next("id-2"))
        {
            PostStatus = HttpStatusCode.RequestEntityTooLarge,
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => api.RunAsync(_ => "{}"));

        Assert.Single(api.Posts);
    }

    [Fact]
    public async Task RunAsync_ShutdownDuringAnInvocation_StillAnswersIt()
    {
        using var api = new FakeRuntimeApi(Next("id-1"), Next("id-2"));

        await api.RunAsync(_ =>
        {
            api.Shutdown.Cancel();
            return "{}";
        });

        Assert.Equal("/2018-06-01/runtime/invocation/id-1/response", Assert.Single(api.Posts).Path);
    }

    [Fact]
    public async Task ReportInitErrorAsync_Posts_TypeAndMessage()
    {
        using var api = new FakeRuntimeApi();

        await api.Runtime.ReportInitErrorAsync(
            "Runtime.ConfigInvalid",
            "TRACKING_ID: missing",
            CancellationToken.None
        );

        Assert.Equal(
            new RuntimePost(
                "/2018-06-01/runtime/init/error",
                """{"errorMessage":"TRACKING_ID: missing","errorType":"Runtime.ConfigInvalid","stackTrace":[]}""",
                "Runtime.ConfigInvalid"
            ),
            Assert.Single(api.Posts)
        );
    }

    [Fact]
    public async Task Connections_ManyInvocations_UseOneConnection()
    {
        var next = Reply.Status(
            200,
            "{}",
            "Lambda-Runtime-Aws-Request-Id: a\r\nLambda-Runtime-Deadline-Ms: 1\r\n"
        );
        var accepted = Reply.Status(202);
        await using var server = new ScriptedServer(next, accepted, next, accepted, Reply.Hang);
        using var http = new HttpMessageInvoker(LambdaRuntime.Connections());
        using var shutdown = new CancellationTokenSource();
        var handled = 0;

        await new LambdaRuntime(http, server.Address, Stream.Null, TimeProvider.System).RunAsync(
            (_, _) =>
            {
                if (++handled == 2)
                {
                    shutdown.CancelAfter(TimeSpan.FromMilliseconds(100));
                }

                return Task.FromResult<ReadOnlyMemory<byte>>("{}"u8.ToArray());
            },
            shutdown.Token
        );

        Assert.Equal(2, handled);
        Assert.Equal("GET /2018-06-01/runtime/invocation/next HTTP/1.1", server.Requests[0].Line);
        Assert.Equal("POST /2018-06-01/runtime/invocation/a/response HTTP/1.1", server.Requests[1].Line);
        Assert.Equal("application/json", server.Requests[1].Headers["Content-Type"]);
        Assert.Equal("2", server.Requests[1].Headers["Content-Length"]);
        Assert.Equal(1, server.Connections);
    }
}
