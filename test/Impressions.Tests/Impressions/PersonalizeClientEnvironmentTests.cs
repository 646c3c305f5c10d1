namespace Impressions.Tests;

[Collection(Alone.Name)]
public sealed class PersonalizeClientEnvironmentTests : IDisposable
{
    static readonly byte[] Body = "{}"u8.ToArray();

    readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    public PersonalizeClientEnvironmentTests()
    {
        Set("AWS_REGION", "eu-west-1");
        Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_CONFIG_FILE", "/nowhere/config");
        Set("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
        foreach (
            var absent in (string[])
                ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", "AWS_SESSION_TOKEN"]
        )
        {
            Set(absent, null);
        }

        Set("AWS_EC2_METADATA_DISABLED", null);
        Amazon.Runtime.FallbackRegionFactory.Reset(); // it remembers the first region of the process
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Amazon.Runtime.FallbackRegionFactory.Reset();
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS")]
    public async Task FromEnvironment_EndpointUrl_IsCalledAndSignedForTheRegion(string variable)
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        Set(variable, $"http://{server.Address}");
        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);

        var answer = await client.PostAsync(Body, CancellationToken.None);

        Assert.Equal(PutEventsOutcome.Accepted, answer.Outcome);
        var authorization = Assert.Single(server.Requests).Headers["Authorization"];
        Assert.Contains("/eu-west-1/personalize/aws4_request", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromEnvironment_BothEndpointUrls_PrefersTheServices()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        Set("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", $"http://{server.Address}");
        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);

        Assert.Equal(
            PutEventsOutcome.Accepted,
            (await client.PostAsync(Body, CancellationToken.None)).Outcome
        );
    }

    [Fact]
    public void FromEnvironment_EndpointUrlIsNone_Throws()
    {
        Set("AWS_ENDPOINT_URL", "not a URL");

        Assert.Throws<Amazon.Runtime.AmazonClientException>(() =>
            PersonalizeClient.FromEnvironment(concurrency: 1)
        );
    }

    [Fact]
    public async Task FromEnvironment_NoRegion_IsMisconfigured()
    {
        Set("AWS_REGION", null);
        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);

        var answer = await client.PostAsync(Body, CancellationToken.None);

        Assert.Equal(new(PutEventsOutcome.Misconfigured, "no_region", Attempts: 0, Throttles: 0), answer);
    }

    [Fact]
    public async Task FromEnvironment_NoCredentials_IsMisconfiguredWithoutACall()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        Set("AWS_ENDPOINT_URL", $"http://{server.Address}");
        Set("AWS_ACCESS_KEY_ID", null);
        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);

        var answer = await client.PostAsync(Body, CancellationToken.None);

        Assert.Equal(
            new(PutEventsOutcome.Misconfigured, "no_credentials", Attempts: 0, Throttles: 0),
            answer
        );
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task FromEnvironment_CredentialsComeLater_AreUsed()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        Set("AWS_ENDPOINT_URL", $"http://{server.Address}");
        Set("AWS_ACCESS_KEY_ID", null);
        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);
        await client.PostAsync(Body, CancellationToken.None);

        Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");

        Assert.Equal(
            PutEventsOutcome.Accepted,
            (await client.PostAsync(Body, CancellationToken.None)).Outcome
        );
    }

    [Theory]
    [InlineData(null, "true")]
    [InlineData("false", "false")]
    public void FromEnvironment_Ec2Metadata_IsOffUnlessAskedFor(string? before, string after)
    {
        Set("AWS_EC2_METADATA_DISABLED", before);

        using var client = PersonalizeClient.FromEnvironment(concurrency: 1);

        Assert.Equal(after, Environment.GetEnvironmentVariable("AWS_EC2_METADATA_DISABLED"));
    }

    void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
