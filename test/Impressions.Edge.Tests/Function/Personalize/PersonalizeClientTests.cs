using Impressions.Aws;
using Impressions.Core.Delivery;
using Impressions.Core.Signing;
using Impressions.Edge.Tests.Function.Attempts;
using Impressions.Edge.Tests.Support;
using Impressions.Personalize;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Function.Personalize;

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
                FindCredentials = _ =>
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

    [Theory]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("{\"a\":[1,2]}", true)]
    [InlineData("<html>Sign in to the hotel network</html>", false)]
    [InlineData("OK", false)]
    [InlineData("{", false)]
    [InlineData("{}{}", false)]
    public async Task PutEventsAsync_200_IsAcceptedWithNothingOrJson(string body, bool isAccepted)
    {
        await using var server = new ScriptedServer(Reply.Status(200, body));
        using var client = Client(server);

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(
            isAccepted ? (CallOutcome.Accepted, "") : (CallOutcome.Unavailable, "http_200"),
            (answer.Outcome, answer.Code)
        );
    }

    [Theory]
    [InlineData("InvalidSignatureException", "Signature expired: 20261201T000000Z is now earlier")]
    [InlineData("InvalidSignatureException", "Signature not yet current: 20261201T000000Z")]
    [InlineData(
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large."
    )]
    public async Task PutEventsAsync_AfterAClockError_IsSignedWithTheServicesTime(string code, string message)
    {
        await using var server = new ScriptedServer(
            Reply.Status(
                403,
                $$"""{"message":"{{message}}"}""",
                $"x-amzn-ErrorType: {code}\r\nDate: Tue, 01 Dec 2026 00:15:00 GMT\r\n"
            ),
            Reply.Status(200)
        );
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = Client($"http://{server.Address}", time: clock);

        var refused = await client.PutEventsAsync(Body, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(7));
        var accepted = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(CallOutcome.Unavailable, refused.Outcome);
        Assert.Equal(CallOutcome.Accepted, accepted.Outcome);
        Assert.Equal(
            ["20261201T000000Z", "20261201T001507Z"],
            server.Requests.Select(request => request.Headers["X-Amz-Date"])
        );
        AssertSigned(server.Requests[1], "us-east-1");
    }

    [Fact]
    public async Task PutEventsAsync_WallClockStepsBack_SignsWithItsTimeAfterASecond()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        var clock = new SteppingClock { Now = new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero) };
        using var client = Client($"http://{server.Address}", time: clock);
        await client.PutEventsAsync(Body, CancellationToken.None);

        clock.Now = clock.Now.AddHours(-1);
        clock.Passed = TimeSpan.FromSeconds(1);
        await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(
            ["20261201T010000Z", "20261201T000000Z"],
            server.Requests.Select(request => request.Headers["X-Amz-Date"])
        );
    }

    [Fact]
    public async Task PutEventsAsync_CredentialsHang_EndsWithTheDeadline()
    {
        using var client = new PersonalizeClient(
            new PersonalizeAccess(
                new ServiceAddress.Known(new Uri("http://127.0.0.1:9"), "us-east-1"),
                async cancellation =>
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                    throw new InvalidOperationException();
                }
            ),
            BoundedAttempts.Connections(most: 1),
            TimeProvider.System
        );
        using var deadline = new CancellationTokenSource();

        var call = client.PutEventsAsync(Body, deadline.Token);
        await deadline.CancelAsync();

        Assert.Equal(
            new(CallOutcome.Unavailable, "credentials_timeout", Attempts: 0, Throttles: 0),
            await call.WaitAsync(TimeSpan.FromSeconds(30))
        );
    }

    [Fact]
    public async Task PutEventsAsync_CredentialsTakeTooLong_SaysSo()
    {
        using var client = new PersonalizeClient(
            new PersonalizeAccess(
                new ServiceAddress.Known(new Uri("http://127.0.0.1:9"), "us-east-1"),
                _ => throw new TimeoutException()
            ),
            BoundedAttempts.Connections(most: 1),
            TimeProvider.System
        );

        Assert.Equal(
            new(CallOutcome.Unavailable, "credentials_timeout", Attempts: 0, Throttles: 0),
            await client.PutEventsAsync(Body, CancellationToken.None)
        );
    }

    [Fact]
    public async Task PutEventsAsync_CertificateNotTrusted_IsMisconfigured()
    {
        await using var front = new TlsFront();
        using var client = Client(front.Address);

        Assert.Equal(
            new(CallOutcome.Misconfigured, "tls", Attempts: 1, Throttles: 0),
            await client.PutEventsAsync(Body, CancellationToken.None)
        );
    }

    [Theory]
    [InlineData(407, CallOutcome.Misconfigured)]
    [InlineData(403, CallOutcome.Misconfigured)]
    [InlineData(502, CallOutcome.Unavailable)]
    public async Task PutEventsAsync_ProxyRefusesTheTunnel_IsByItsStatus(int status, object outcome)
    {
        await using var proxy = new ScriptedServer(Reply.Status(status));
        var connections = BoundedAttempts.Connections(most: 1);
        connections.Proxy = new System.Net.WebProxy($"http://{proxy.Address}");
        using var client = new PersonalizeClient(
            Access("https://personalize-events.test"),
            connections,
            TimeProvider.System
        );

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(((CallOutcome)outcome, $"http_{status}"), (answer.Outcome, answer.Code));
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
        AwsCredentials? credentials = null,
        TimeProvider? time = null
    ) =>
        new(
            Access(url, attemptMilliseconds, credentials),
            BoundedAttempts.Connections(most: 4),
            time ?? TimeProvider.System
        );

    static PersonalizeAccess Access(
        string url,
        int attemptMilliseconds = 10_000,
        AwsCredentials? credentials = null
    ) =>
        new(
            new ServiceAddress.Known(new Uri(url), "us-east-1"),
            _ => Task.FromResult(credentials ?? new AwsCredentials("AKIDEXAMPLE", Secret, Token: null))
        )
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(attemptMilliseconds),
        };

    /// <summary>Its wall clock does not follow what passes.</summary>
    sealed class SteppingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Passed.Ticks;
    }

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
