using Amazon;
using Amazon.Runtime;
using Impressions.Aws;
using Impressions.Core.Signing;
using Impressions.Core.Tests.Support;
using Impressions.Personalize;

namespace Impressions.Edge.Tests.Function.Personalize;

/// <summary>What is read from plain variables is what the SDK makes of them.</summary>
[Collection(Alone.Name)]
public sealed class PersonalizeAccessTests : IDisposable
{
    readonly AwsEnvironment _environment = new();
    readonly string _files = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Regions =>
        [
            .. RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName),
            "xx-moon-1",
            "us-moon-1",
            "moon",
            "us-east-1-wl1-bos-wlz-1",
        ];

    public void Dispose()
    {
        _environment.Dispose();
        Directory.Delete(_files, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Regions))]
    public void FromEnvironment_Region_IsCalledAsTheSdkTells(string region)
    {
        _environment.Set("AWS_REGION", region);

        AssertIsAsTheSdkTells();
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL=http://127.0.0.1:9")]
    [InlineData("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=https://localhost:9/")]
    [InlineData(
        "AWS_ENDPOINT_URL=http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://localhost:9"
    )]
    [InlineData("AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=")]
    [InlineData("AWS_ENDPOINT_URL=", "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=")]
    [InlineData("AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true")]
    [InlineData("AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_USE_FIPS_ENDPOINT=true")]
    [InlineData("AWS_USE_FIPS_ENDPOINT=true")]
    [InlineData("AWS_USE_FIPS_ENDPOINT=false")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT=true")]
    [InlineData("AWS_REGION=cn-north-1", "AWS_ENDPOINT_URL=http://127.0.0.1:9")]
    [InlineData("AWS_REGION=", "AWS_ENDPOINT_URL=http://127.0.0.1:9")]
    [InlineData("AWS_REGION=")]
    public void FromEnvironment_Variables_MeanWhatTheyMeanToTheSdk(params string[] variables)
    {
        foreach (var variable in variables)
        {
            var (name, value) = (variable.Split('=', 2)[0], variable.Split('=', 2)[1]);
            _environment.Set(name, value);
        }

        AssertIsAsTheSdkTells();
    }

    [Theory]
    [InlineData("eu-west-1", true)]
    [InlineData("ap-southeast-7", true)]
    [InlineData("cn-north-1", false)]
    [InlineData("us-gov-west-1", false)]
    [InlineData("eu-isoe-west-1", false)]
    [InlineData("us-moon-1", false)]
    [InlineData("us-east-10", false)]
    [InlineData("", false)]
    public void Region_OrdinaryOne_NeedsNoSdk(string region, bool isPlain)
    {
        _environment.Set("AWS_REGION", region);

        Assert.Equal(isPlain ? region : null, new AwsVariables(Environment.GetEnvironmentVariable).Region);
    }

    [Theory]
    [InlineData("AWS_CONFIG_FILE")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE")]
    public void Region_FileBesideTheVariables_IsTheSdksToTell(string variable)
    {
        WriteFile(variable, "[default]\n");

        Assert.Null(new AwsVariables(Environment.GetEnvironmentVariable).Region);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token")]
    public async Task FindCredentials_Variables_ComeBeforeFilesAsWithTheSdk(string? token)
    {
        _environment.Set("AWS_SESSION_TOKEN", token);
        WriteFile(
            "AWS_SHARED_CREDENTIALS_FILE",
            "[default]\naws_access_key_id = AKIDOFFILE\naws_secret_access_key = other\n"
        );

        var found = await FindAsync();

        Assert.Equal("AKIDEXAMPLE", found.AccessKey);
        Assert.Equal(token, found.Token);
        Assert.Equal(
            await new SdkCredentials().FindAsync(TimeSpan.FromSeconds(30), CancellationToken.None),
            found
        );
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public async Task FindCredentials_VariableMissing_AsksTheSdk(string missing)
    {
        _environment.Set(missing, null);

        await Assert.ThrowsAsync<AmazonClientException>(FindAsync); // which finds none either
    }

    static Task<AwsCredentials> FindAsync() =>
        PersonalizeAccess
            .FromEnvironment(Environment.GetEnvironmentVariable)
            .FindCredentials(CancellationToken.None);

    static void AssertIsAsTheSdkTells()
    {
        var access = PersonalizeAccess.FromEnvironment(Environment.GetEnvironmentVariable);
        var sdk = new PersonalizeConfig();

        ServiceAddress expected = sdk.EndpointProblem is { } problem
            ? new ServiceAddress.Unknown(problem)
            : new ServiceAddress.Known(new Uri(sdk.Endpoint), sdk.SigningRegion!);
        Assert.Equal(expected, access.Address);
    }

    void WriteFile(string variable, string text)
    {
        var path = Path.Combine(_files, variable);
        File.WriteAllText(path, text);
        _environment.Set(variable, path);
    }
}
