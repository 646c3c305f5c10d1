using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.ClassLibrary.Tests;

/// <summary>What a start does ahead, what it refuses, and one invocation at a time.</summary>
public sealed class FunctionStartTests
{
    [Fact]
    public void Function_WrongSettings_DoesNotStartAndNamesThem()
    {
        var failure = Refused(new() { ["EVENT_VALUES"] = "gold" });

        Assert.Contains("PERSONALIZE_TRACKING_ID", failure.Message, StringComparison.Ordinal);
        Assert.Contains("EVENT_VALUES", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Function_SeveralInvocationsAtATime_DoesNotStart()
    {
        var failure = Refused(
            new() { [Settings.TrackingId.Name] = EventCase.TrackingId, ["AWS_LAMBDA_MAX_CONCURRENCY"] = "2" }
        );

        Assert.Contains(
            "AWS_LAMBDA_MAX_CONCURRENCY: want 1 invocation at a time",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Function_OneInvocationAtATime_Starts()
    {
        await using var server = new ScriptedServer(Reply.Status(200));

        using var function = Invoked.FunctionAt(
            $"http://{server.Address}",
            new Dictionary<string, string> { ["AWS_LAMBDA_MAX_CONCURRENCY"] = "1" }
        );
    }

    /// <summary>Without data and without a signature, on the connection that the first call then takes.</summary>
    [Fact]
    public async Task Function_Start_OpensTheConnectionOfTheFirstCall()
    {
        await using var server = new ScriptedServer(Reply.Status(200));

        using var function = Invoked.FunctionAt($"http://{server.Address}");

        var greeting = Assert.Single(server.Requests);
        Assert.Equal("GET / HTTP/1.1", greeting.Line);
        Assert.Empty(greeting.Body);
        Assert.False(greeting.Headers.ContainsKey("Authorization"));

        _ = await function.InvokeAsync(EventCase.Load("ecommerce-product-view").Payload);

        Assert.Equal("POST /events HTTP/1.1", server.Requests[1].Line);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Function_NothingAnswersAtTheStart_StartsAndSendsLater()
    {
        var given = EventCase.Load("ecommerce-product-view");
        await using var server = new ScriptedServer(Reply.Reset, Reply.Status(200));
        using var function = Invoked.FunctionAt($"http://{server.Address}");

        Assert.Equal(given.Answer, await function.InvokeAsync(given.Payload));
    }

    [Fact]
    public async Task HandleAsync_AnotherUnderWay_IsRefused()
    {
        await using var server = new ScriptedServer(Reply.Status(200), Reply.Hang);
        using var function = Invoked.FunctionAt($"http://{server.Address}");
#pragma warning disable CA2025 // it is awaited below
        var invoke = () => function.InvokeAsync(OneProduct, TimeSpan.FromMinutes(15));
#pragma warning restore CA2025
        var first = invoke();

        await Assert.ThrowsAsync<InvalidOperationException>(invoke);

        _ = function.Terminate();
        await first.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Terminate_InvocationUnderWay_IsAnsweredFirst()
    {
        await using var server = new ScriptedServer(Reply.Status(200), Reply.Hang);
        using var function = Invoked.FunctionAt($"http://{server.Address}");
#pragma warning disable CA2025 // it is awaited below
        var invoke = () => function.InvokeAsync(OneProduct, TimeSpan.FromMinutes(15));
#pragma warning restore CA2025
        var answer = invoke();

        Assert.True(function.Terminate());

        Assert.Contains(
            "itemIdentifier",
            await answer.WaitAsync(TimeSpan.FromSeconds(20)),
            StringComparison.Ordinal
        );
        Assert.False(function.Terminate());
    }

    static byte[] OneProduct => EventCase.Load("ecommerce-product-view").Payload;

    static InvalidOperationException Refused(Dictionary<string, string> settings) =>
        Assert.Throws<InvalidOperationException>(() =>
            new Function(
                settings.GetValueOrDefault,
                _ => throw new InvalidOperationException("no client is needed")
            )
        );
}
