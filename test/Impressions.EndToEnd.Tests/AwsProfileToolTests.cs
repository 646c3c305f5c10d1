using System.Collections.Concurrent;
using System.Globalization;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.EndToEnd.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Impressions.EndToEnd.Tests;

/// <summary>The tool with credentials as people have them: in profiles that lead somewhere else.</summary>
public sealed class AwsProfileToolTests : IAsyncLifetime
{
    const string AssumedKey = "ASIAEXAMPLE";

    readonly string _folder = Directory.CreateTempSubdirectory("impressions-").FullName;
    readonly ConcurrentBag<(string Path, string Authorization)> _requests = [];
    LoopbackServer? _aws;

    public async ValueTask InitializeAsync() =>
        _aws = await LoopbackServer.StartAsync(AnswerAsync, port: 0, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _aws!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task DeadLetters_ProfileWithRole_ReadsTheBucketAsTheRole()
    {
        var listing = await RunAsync(Role, "dead-letters", "s3://bucket/impressions/");

        Assert.Equal(2, listing.ExitCode);
        Assert.Contains("There are no dead letters in s3://bucket", listing.Errors, StringComparison.Ordinal);
        Assert.Contains(
            _requests,
            request =>
                request.Path == "/bucket/"
                && request.Authorization.Contains(AssumedKey, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Replay_ProfileWithRole_SendsAsTheRole()
    {
        var file = Path.Combine(_folder, "a.tsv");
        await File.WriteAllTextAsync(file, Some.Line() + "\n");

        var replay = await RunAsync(Role, "replay", file);

        Assert.Equal((0, ""), (replay.ExitCode, replay.Errors));
        Assert.Contains(
            _requests,
            request =>
                request.Path == "/events"
                && request.Authorization.Contains(AssumedKey, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("dead-letters", "s3://bucket/")]
    [InlineData("replay", "a.tsv")]
    public async Task AnyCommand_SingleSignOnNeverMade_SaysHowToSignOn(string command, string argument)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.tsv"), Some.Line() + "\n");
        const string Config = """
            [profile shop]
            region = eu-central-1
            sso_session = company
            sso_account_id = 123456789012
            sso_role_name = shop
            [sso-session company]
            sso_region = eu-central-1
            sso_start_url = https://127.0.0.1:1/start
            """;

        var run = await RunAsync(
            Config,
            command,
            argument == "a.tsv" ? Path.Combine(_folder, argument) : argument
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("aws sso login --profile shop", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ProcessThatFails_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.tsv"), Some.Line() + "\n");

        var run = await RunAsync(
            "[profile shop]\nregion = eu-central-1\ncredential_process = /bin/false\n",
            "replay",
            Path.Combine(_folder, "a.tsv")
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There are no AWS credentials (profile shop)", run.Errors, StringComparison.Ordinal);
    }

    const string Role = """
        [profile base]
        region = eu-central-1
        aws_access_key_id = AKIDEXAMPLE
        aws_secret_access_key = example
        [profile shop]
        region = eu-central-1
        role_arn = arn:aws:iam::123456789012:role/shop
        source_profile = base
        """;

    async Task<Command> RunAsync(string config, params string[] arguments)
    {
        var file = Path.Combine(_folder, "config");
        await File.WriteAllTextAsync(file, config);
        return await Command.RunAsync(
            Built.Tool,
            arguments,
            ("AWS_CONFIG_FILE", file),
            ("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(_folder, "none")),
            ("AWS_PROFILE", "shop"),
            ("AWS_ENDPOINT_URL", _aws!.Address.ToString()),
            ("AWS_ACCESS_KEY_ID", null),
            ("AWS_SECRET_ACCESS_KEY", null),
            ("AWS_REGION", null),
            ("HOME", _folder),
            ("PERSONALIZE_TRACKING_ID", EventCase.TrackingId)
        );
    }

    /// <summary>Security Token Service, an empty bucket and Personalize, at one address.</summary>
    async Task AnswerAsync(HttpContext context)
    {
        _requests.Add((context.Request.Path.Value!, context.Request.Headers.Authorization.ToString()));
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync();
        if (text.Contains("Action=AssumeRole", StringComparison.Ordinal))
        {
            var expiration = DateTimeOffset.UtcNow.AddHours(1);
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                    <AccessKeyId>{AssumedKey}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
                    <Expiration>{expiration:yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                    """
                )
            );
        }
        else if (context.Request.Query.ContainsKey("list-type"))
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(
                "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
            );
        }
    }
}
