using System.Runtime.Versioning;

namespace Impressions.Tests;

/// <summary>Personalize's client as the function has it: its connections wait with a poller.</summary>
[SupportedOSPlatform("linux")]
sealed class PolledClient : IDisposable
{
    static readonly byte[] Body = """{"trackingId":"t","sessionId":"s","eventList":[]}"""u8.ToArray();

    readonly RunningPoller _poller = new();
    readonly PersonalizeClient _client;

    public PolledClient(string url, int attemptMilliseconds = 10_000) =>
        _client = new PersonalizeClient(
            PersonalizeClientTests.Access(url, attemptMilliseconds),
            TimeProvider.System,
            connect: _poller.Connect
        );

    public static Attempt Attempt(string url, int attemptMilliseconds)
    {
#pragma warning disable CA2000 // the attempt disposes of it
        var client = new PolledClient(url, attemptMilliseconds);
#pragma warning restore CA2000
        return new(client.PostAsync, client);
    }

    public Task<PutEventsAnswer> PostAsync(CancellationToken cancellation) =>
        _client.PostAsync(Body, cancellation);

    public void Dispose()
    {
        _client.Dispose();
        _poller.Dispose();
    }
}

[SupportedOSPlatform("linux")]
public sealed class PolledClientConnectionTests : AttemptConnectionTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PolledClient.Attempt(url, attemptMilliseconds);
}

[SupportedOSPlatform("linux")]
public sealed class PolledClientRefusalTests : AttemptRefusalTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PolledClient.Attempt(url, attemptMilliseconds);
}

[SupportedOSPlatform("linux")]
public sealed class PolledClientTests
{
    [Fact]
    public async Task PostAsync_ManyAtOnce_AreAcceptedOverAsManyConnectionsAsAsked()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = new PolledClient($"http://{server.Address}");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => client.PostAsync(CancellationToken.None))
        );

        Assert.All(answers, answer => Assert.Equal(PutEventsOutcome.Accepted, answer.Outcome));
        Assert.InRange(server.Connections, 1, 4);
        Assert.Equal(200, server.Requests.Count);
    }

    [Fact]
    public async Task PostAsync_OneTimesOut_LeavesTheOthersAlone()
    {
        await using var silent = new ScriptedServer(Reply.Hang);
        await using var server = new ScriptedServer(Reply.Status(200));
        using var poller = new RunningPoller();
        using var http = new HttpMessageInvoker(BoundedAttempts.Connections(4, poller.Connect));
        using var late = new CancellationTokenSource();
        using var unanswered = new HttpRequestMessage(HttpMethod.Get, $"http://{silent.Address}");
        using var answered = new HttpRequestMessage(HttpMethod.Get, $"http://{server.Address}");

#pragma warning disable CA2025 // waited for below
        var hanging = http.SendAsync(unanswered, late.Token);
#pragma warning restore CA2025
        await silent.FirstRequest;
        await late.CancelAsync();
        using var answer = await http.SendAsync(answered, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }
}
