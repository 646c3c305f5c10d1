using System.Text;
using Amazon;
using Amazon.Runtime;
using Impressions.DeadLetters;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;

namespace Impressions.Edge.Tests.Function.DeadLetters;

/// <summary>Objects into the local bucket, where something is wrong or nothing.</summary>
public sealed class S3BucketTests
{
    const string Key = "team=shop/2026/11/22/20261122T040506.789Z-request-1-0000002a.jsonl";

    static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"a\":\"ü\"}\n{\"b\":2}\n");

    [Fact]
    public async Task PutAsync_Good_IsStoredAsItIs()
    {
        await using var endpoint = await StartAsync();
        using var bucket = Bucket(endpoint);

        var code = await bucket.PutAsync(Key, Body, CancellationToken.None);

        var stored = Assert.Single(endpoint.Objects);
        Assert.Equal("", code);
        Assert.Equal((Key, "application/x-ndjson"), (stored.Key, stored.ContentType));
        Assert.Equal(Body, stored.Content.ToArray());
        Assert.Equal(1, endpoint.Requests); // no question about the bucket before it
    }

    [Theory]
    [InlineData("service_unavailable")]
    [InlineData("slow_down")]
    [InlineData("internal_error")]
    [InlineData("reset")]
    [InlineData("html_page")]
    public async Task PutAsync_WrongOnce_TriesAgain(string fault)
    {
        await using var endpoint = await StartAsync(number => number == 1 ? FaultOf(fault) : null);
        using var bucket = Bucket(endpoint);

        Assert.Equal("", await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Equal(Body, Assert.Single(endpoint.Objects).Content.ToArray());
        Assert.Equal(2, endpoint.Requests);
    }

    [Theory]
    [InlineData("service_unavailable", "ServiceUnavailable")]
    [InlineData("slow_down", "SlowDown")]
    [InlineData("internal_error", "InternalError")]
    [InlineData("reset", "connection")]
    [InlineData("html_page", "BadGateway")] // where S3 names no code, the SDK names the status
    [InlineData("hang", "timeout")]
    public async Task PutAsync_AlwaysWrong_GivesUpAfterAFewAttempts(string fault, string expected)
    {
        await using var endpoint = await StartAsync(_ => FaultOf(fault));
        using var bucket = Bucket(endpoint, attempt: TimeSpan.FromMilliseconds(200));

        Assert.Equal(expected, await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Empty(endpoint.Objects);
        Assert.InRange(endpoint.Requests, 2, 5);
    }

    [Theory]
    [InlineData("access_denied", "AccessDenied")]
    [InlineData("no_such_bucket", "NoSuchBucket")]
    [InlineData("permanent_redirect", "PermanentRedirect")]
    public async Task PutAsync_NeverWillWork_TriesOnce(string fault, string expected)
    {
        await using var endpoint = await StartAsync(_ => FaultOf(fault));
        using var bucket = Bucket(endpoint);

        Assert.Equal(expected, await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Equal(1, endpoint.Requests);
    }

    [Fact]
    public async Task PutAsync_BucketWithDefaultRetention_SendsAChecksum()
    {
        await using var endpoint = await BucketEndpoint.StartAsync(
            new BucketEndpointOptions { HasDefaultRetention = true },
            CancellationToken.None
        );
        using var bucket = Bucket(endpoint);

        Assert.Equal("", await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Equal(Body, Assert.Single(endpoint.Objects).Content.ToArray());
    }

    [Theory]
    [InlineData("KMS.DisabledException")]
    [InlineData("KMS.KMSInvalidStateException")]
    [InlineData("AllAccessDisabled")]
    [InlineData("InvalidRequest")]
    public async Task PutAsync_Refused_KeepsTheNameOfTheCode(string code)
    {
        var refusal = S3Answers.Error(400, code, "user-4711");
        await using var endpoint = await StartAsync(_ => new Fault(FaultKind.Answer, refusal));
        using var bucket = Bucket(endpoint);

        Assert.Equal(code, await bucket.PutAsync(Key, Body, CancellationToken.None));
    }

    [Fact]
    public async Task PutAsync_OtherBucket_IsNoSuchBucket()
    {
        await using var endpoint = await StartAsync();
        using var bucket = Bucket(endpoint, name: "another");

        Assert.Equal("NoSuchBucket", await bucket.PutAsync(Key, Body, CancellationToken.None));
    }

    [Fact]
    public async Task PutAsync_WrongSecret_IsSignatureDoesNotMatch()
    {
        await using var endpoint = await StartAsync();
        using var bucket = Bucket(endpoint, secret: "other");

        Assert.Equal("SignatureDoesNotMatch", await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Empty(endpoint.Objects);
    }

    [Fact]
    public async Task PutAsync_AnswerLost_StoresTheSameObjectAgain()
    {
        await using var endpoint = await StartAsync(number => number == 1 ? Fault.LostAnswer : null);
        using var bucket = Bucket(endpoint);

        Assert.Equal("", await bucket.PutAsync(Key, Body, CancellationToken.None));
        Assert.Equal(Body, Assert.Single(endpoint.Objects).Content.ToArray());
        Assert.Equal(2, endpoint.Requests);
    }

    [Fact]
    public async Task PutAsync_Slow_Waits()
    {
        await using var endpoint = await StartAsync(_ => Fault.Slow(TimeSpan.FromMilliseconds(100)));
        using var bucket = Bucket(endpoint);

        Assert.Equal("", await bucket.PutAsync(Key, Body, CancellationToken.None));
    }

    [Fact]
    public async Task PutAsync_Deadline_EndsTheAttemptUnderWay()
    {
        await using var endpoint = await StartAsync(_ => Fault.Hang);
        using var bucket = Bucket(endpoint);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        Assert.Equal("deadline", await bucket.PutAsync(Key, Body, deadline.Token)); // else it would be "timeout"
    }

    [Fact]
    public async Task PutAsync_NobodyListens_IsConnection()
    {
        await using var endpoint = await StartAsync();
        using var bucket = Bucket(endpoint);
        await endpoint.DisposeAsync();

        Assert.Equal("connection", await bucket.PutAsync(Key, Body, CancellationToken.None));
    }

    static Fault FaultOf(string name) =>
        name switch
        {
            "service_unavailable" => S3Faults.ServiceUnavailable,
            "slow_down" => S3Faults.SlowDown,
            "internal_error" => S3Faults.InternalError,
            "access_denied" => S3Faults.AccessDenied,
            "no_such_bucket" => S3Faults.NoSuchBucket,
            "permanent_redirect" => S3Faults.PermanentRedirect,
            "reset" => Fault.Reset,
            "hang" => Fault.Hang,
            "html_page" => Fault.HtmlPage,
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    static Task<BucketEndpoint> StartAsync(Func<int, Fault?>? faults = null) =>
        BucketEndpoint.StartAsync(
            new BucketEndpointOptions { Faults = faults ?? (_ => null) },
            CancellationToken.None
        );

    static S3Bucket Bucket(
        BucketEndpoint endpoint,
        string? name = null,
        string? secret = null,
        TimeSpan? attempt = null
    ) =>
        new(
            name ?? endpoint.Name,
            config =>
            {
                config.DefaultAWSCredentials = new BasicAWSCredentials(
                    SigningIdentity.Local.AccessKeyId,
                    secret ?? SigningIdentity.Local.SecretAccessKey
                );
                config.RegionEndpoint = RegionEndpoint.GetBySystemName(SigningIdentity.Local.Region);
                config.AuthenticationRegion = SigningIdentity.Local.Region;
                config.ServiceURL = endpoint.Address.ToString();
                config.Timeout = attempt ?? TimeSpan.FromSeconds(5);
            }
        );
}
