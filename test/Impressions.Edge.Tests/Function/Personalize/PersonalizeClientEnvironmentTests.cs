using Impressions.Aws;
using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Impressions.Personalize;

namespace Impressions.Edge.Tests.Function.Personalize;

[Collection(Alone.Name)]
public sealed class PersonalizeClientEnvironmentTests : IDisposable
{
    static readonly byte[] Body = "{}"u8.ToArray();

    readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS")]
    public async Task FromEnvironment_EndpointUrl_IsCalledAndSignedForTheRegion(string variable)
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        _environment.Set(variable, $"http://{server.Address}");
        using var client = Open();

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(CallOutcome.Accepted, answer.Outcome);
        var authorization = Assert.Single(server.Requests).Headers["Authorization"];
        Assert.Contains("/eu-west-1/personalize/aws4_request", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromEnvironment_BothEndpointUrls_PrefersTheServices()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        _environment.Set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        _environment.Set("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", $"http://{server.Address}");
        using var client = Open();

        Assert.Equal(
            CallOutcome.Accepted,
            (await client.PutEventsAsync(Body, CancellationToken.None)).Outcome
        );
    }

    [Theory]
    [InlineData("not a URL")]
    [InlineData("ftp://127.0.0.1:9")]
    [InlineData("/tmp/endpoint")]
    [InlineData("ftp://127.0.0.1:9", "AWS_CONFIG_FILE")] // read by the SDK
    public void FromEnvironment_EndpointIsNotHttp_Throws(string endpoint, string? file = null)
    {
        _environment.Set("AWS_ENDPOINT_URL", endpoint);
        if (file is not null)
        {
            _environment.Set(file, typeof(PersonalizeClientEnvironmentTests).Assembly.Location + ".missing");
            _environment.Set("AWS_USE_FIPS_ENDPOINT", "false");
        }

        Assert.Throws<FormatException>(() => Open());
    }

    [Fact]
    public async Task FromEnvironment_NoRegion_IsMisconfigured()
    {
        _environment.Set("AWS_REGION", null);
        using var client = Open();

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(new(CallOutcome.Misconfigured, "no_region", Attempts: 0, Throttles: 0), answer);
    }

    [Fact]
    public async Task FromEnvironment_NoCredentials_IsMisconfiguredWithoutACall()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        _environment.Set("AWS_ENDPOINT_URL", $"http://{server.Address}");
        _environment.Set("AWS_ACCESS_KEY_ID", null);
        using var client = Open();

        var answer = await client.PutEventsAsync(Body, CancellationToken.None);

        Assert.Equal(new(CallOutcome.Misconfigured, "no_credentials", Attempts: 0, Throttles: 0), answer);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task FromEnvironment_CredentialsComeLater_AreUsed()
    {
        await using var server = new ScriptedServer(Reply.Status(200));
        _environment.Set("AWS_ENDPOINT_URL", $"http://{server.Address}");
        _environment.Set("AWS_ACCESS_KEY_ID", null);
        using var client = Open();
        await client.PutEventsAsync(Body, CancellationToken.None);

        _environment.Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");

        Assert.Equal(
            CallOutcome.Accepted,
            (await client.PutEventsAsync(Body, CancellationToken.None)).Outcome
        );
    }

    [Theory]
    [InlineData(null, "true")]
    [InlineData("false", "false")]
    public void FromEnvironment_Ec2Metadata_IsOffUnlessAskedFor(string? before, string after)
    {
        _environment.Set("AWS_EC2_METADATA_DISABLED", before);

        using var client = Open();

        Assert.Equal(after, Environment.GetEnvironmentVariable("AWS_EC2_METADATA_DISABLED"));
    }

    static PersonalizeClient Open() =>
        new(
            PersonalizeAccess.FromEnvironment(Environment.GetEnvironmentVariable),
            BoundedAttempts.Connections(most: 1),
            TimeProvider.System
        );
}
