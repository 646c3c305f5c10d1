using System.Text;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function against a real deadline, with the machine to itself.</summary>
[Collection(Alone.Name)]
public sealed class FunctionDeadlineTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Invoke_ServiceHangs_AnswersBeforeTheDeadline()
    {
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new PersonalizeEndpointOptions { Faults = (_, _) => Fault.Hang },
            },
            CancellationToken.None
        );

        var answer = await function.InvokeAsync(Some.Payload(Some.Line()), Timeout, CancellationToken.None);

        Assert.Null(answer.Error); // a late answer would be a time-out
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"100"}]}""",
            Encoding.UTF8.GetString(answer.Response.Span)
        );
        Assert.Empty(function.Personalize.Accepted);
    }

    [Fact]
    public async Task Invoke_ServiceHangs_StillStoresDeadLettersBeforeTheDeadline()
    {
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new PersonalizeEndpointOptions { Faults = (_, _) => Fault.Hang },
                Bucket = new BucketEndpointOptions(),
            },
            CancellationToken.None
        );

        var answer = await function.InvokeAsync(
            Some.Payload("no event", Some.Line()),
            Timeout,
            CancellationToken.None
        );

        Assert.Null(answer.Error);
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"101"}]}""",
            Encoding.UTF8.GetString(answer.Response.Span)
        );
        _ = Assert.Single(function.Bucket!.Objects);
    }

    [Fact]
    public async Task Invoke_BucketHangs_AnswersBeforeTheDeadline()
    {
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Bucket = new BucketEndpointOptions { Faults = _ => Fault.Hang },
            },
            CancellationToken.None
        );

        var answer = await function.InvokeAsync(
            Some.Payload(Some.Line(), "no event"),
            Timeout,
            CancellationToken.None
        );

        Assert.Null(answer.Error);
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"101"}]}""",
            Encoding.UTF8.GetString(answer.Response.Span)
        );
        _ = Assert.Single(function.Personalize.Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")] // stops in the body
    public async Task Invoke_CredentialsHang_AnswersBeforeTheDeadline(string begin)
    {
        await using var credentials = new ScriptedServer(new Reply(begin, AfterReply.Hang));
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["AWS_ACCESS_KEY_ID"] = "",
                    ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"http://{credentials.Address}/credentials",
                },
                Bucket = new BucketEndpointOptions(),
            },
            CancellationToken.None
        );

        var answer = await function.InvokeAsync(
            Some.Payload("no event", Some.Line()),
            Timeout,
            CancellationToken.None
        );

        Assert.Null(answer.Error);
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"100"}]}""",
            Encoding.UTF8.GetString(answer.Response.Span)
        );
        Assert.Empty(function.Personalize.Calls);
    }
}
