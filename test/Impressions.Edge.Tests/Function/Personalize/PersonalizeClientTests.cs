using Microsoft.Extensions.Time.Testing;

namespace Impressions.Tests;

public sealed class PersonalizeClientTests
{
    const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    static readonly byte[] Body = """{"trackingId":"t","sessionId":"s","eventList":[]}"""u8.ToArray();

    [Fact]
    public async Task PutEventsAsync_Answered200_IsAccepted()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = Client(server);

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(new CallAnswer(CallOutcome.Accepted, "", Attempts: 1, Throttles: 0), answer);
    }

    [Fact]
    public async Task PutEventsAsync_Request_IsTheExactContract()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = Client(server);

        await client.PutEventsAsync(Body, CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /events HTTP/1.1", request.Line);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(server.Address, request.Headers["Host"]);
        Assert.Matches(@"\AImpressions/\d+\.\d+\.\d+\z", request.Headers["User-Agent"]);
        Assert.Equal(Body, request.Body);
    }

    [Fact]
    public async Task PutEventsAsync_WithoutToken_SignsForPersonalize()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = Client(server);

        await client.PutEventsAsync(Body, CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.DoesNotContain("X-Amz-Security-Token", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        AssertSigned(request, "us-east-1");
    }

    [Fact]
    public async Task PutEventsAsync_WithToken_SignsTheTokenToo()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = Client(server, new AwsCredentials("AKIDEXAMPLE", Secret, "EXAMPLETOKEN"));

        await client.PutEventsAsync(Body, CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal("EXAMPLETOKEN", request.Headers["X-Amz-Security-Token"]);
        Assert.Contains("x-amz-security-token", AssertSigned(request, "us-east-1"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task PutEventsAsync_CallAfterCall_AsksForCredentialsOnceASecond()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        var count = 0;
        var time = new FakeTimeProvider();
        using var client = new PersonalizeClient(
            Access($"http://{server.Address}") with
            {
                FindCredentials = () =>
                    Task.FromResult(new AwsCredentials($"KEY{++count}", Secret, Token: null)),
            },
            BoundedAttempts.Connections(most: 4),
            time
        );

        var asked = new List<int>();
        foreach (var passed in (int[])[0, 999, 1, 0, 5_000])
        {
            time.Advance(TimeSpan.FromMilliseconds(passed));
            await client.PutEventsAsync(Body, CancellationToken.None);
            asked.Add(count);
        }

        Assert.Equal([1, 1, 2, 2, 3], asked);
        Assert.Contains(
            "Credential=KEY3/",
            server.Requests[^1].Headers["Authorization"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task PutEventsAsync_ManyAtOnce_UsesNoMoreConnectionsThanAsked()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = Client(server);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => client.PutEventsAsync(Body, CancellationToken.None))
        );

        Assert.All(answers, answer => Assert.Equal(CallOutcome.Accepted, answer.Outcome));
        Assert.InRange(server.Connections, 1, 4);
    }

    [Fact]
    public async Task PrepareAsync_ThenACall_TakesTheConnectionThatIsOpen()
    {
        await using var server = new ScriptedServer(Reply.Status(404), Reply.Status(200));
        using var client = Client(server, new AwsCredentials("AKIDEXAMPLE", Secret, "EXAMPLETOKEN"));

        await client.PrepareAsync(CancellationToken.None);
        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(CallOutcome.Accepted, answer.Outcome);
        Assert.Equal(
            ["GET / HTTP/1.1", "POST /events HTTP/1.1"],
            server.Requests.Select(request => request.Line)
        );
        Assert.Equal(1, server.Connections);
        Assert.DoesNotContain("Authorization", server.Requests[0].Headers.Keys);
        Assert.DoesNotContain("X-Amz-Security-Token", server.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task PrepareAsync_ConnectionBreaks_TheCallOpensAnother()
    {
        await using var server = new ScriptedServer(Reply.Reset, Reply.Status(200));
        using var client = Client(server);

        await client.PrepareAsync(CancellationToken.None);
        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(CallOutcome.Accepted, answer.Outcome);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task PrepareAsync_NoEndpointKnown_AsksNobody()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        using var client = new PersonalizeClient(
            Access($"http://{server.Address}") with
            {
                Address = new ServiceAddress.Unknown("no_region"),
            },
            BoundedAttempts.Connections(most: 4),
            TimeProvider.System
        );

        await client.PrepareAsync(CancellationToken.None);

        Assert.Equal(0, server.Connections);
    }

    internal static Attempt Attempt(string url, int attemptMilliseconds)
    {
#pragma warning disable CA2000 // the attempt disposes of it
        var client = Client(url, attemptMilliseconds);
#pragma warning restore CA2000
        return new(cancellation => client.PutEventsAsync(Body, cancellation), client);
    }

    internal static PersonalizeClient Client(ScriptedServer server, AwsCredentials? credentials = null) =>
        Client($"http://{server.Address}", credentials: credentials);

    static PersonalizeClient Client(
        string url,
        int attemptMilliseconds = 10_000,
        AwsCredentials? credentials = null
    ) =>
        new(
            Access(url, attemptMilliseconds, credentials),
            BoundedAttempts.Connections(most: 4),
            TimeProvider.System
        );

    static PersonalizeAccess Access(
        string url,
        int attemptMilliseconds = 10_000,
        AwsCredentials? credentials = null
    ) =>
        new(
            new ServiceAddress.Known(new Uri(url), "us-east-1"),
            () => Task.FromResult(credentials ?? new AwsCredentials("AKIDEXAMPLE", Secret, Token: null))
        )
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(attemptMilliseconds),
        };

    static string[] AssertSigned(RecordedRequest request, string region)
    {
        var authorization = request.Headers["Authorization"];
        var parts = authorization.Split([' ', '=', ','], StringSplitOptions.RemoveEmptyEntries);
        var date = request.Headers["X-Amz-Date"];
        var names = parts[4].Split(';');
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{date[..8]}/{region}/personalize/aws4_request, "
                + $"SignedHeaders={parts[4]}, Signature={parts[6]}",
            authorization
        );
        Assert.Empty(
            ((string[])["content-type", "host", "x-amz-date"]).Except(names, StringComparer.Ordinal)
        );
        var headers = new SortedDictionary<string, string>(
            names.ToDictionary(name => name, name => request.Headers[name]),
            StringComparer.Ordinal
        );
        Assert.Equal(
            ReferenceSignature.Sign(Secret, date, region, "/events", headers, request.Body),
            parts[6]
        );
        return names;
    }
}
