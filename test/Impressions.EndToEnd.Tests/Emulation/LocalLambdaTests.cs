using System.Text;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Emulation;

public sealed class LocalLambdaTests : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Invoke_FunctionEnds_FailsWithItsLastErrorLine()
    {
        await using var lambda = await StartAsync(
            "#!/bin/sh",
            "echo 'PERSONALIZE_REGION: unknown' >&2; exit 7"
        );

        var e = await Assert.ThrowsAsync<FunctionUnavailableException>(() =>
            lambda.InvokeAsync("{}"u8.ToArray(), Limit, CancellationToken.None)
        );

        Assert.Equal("The function exited with code 7; it said: PERSONALIZE_REGION: unknown", e.Message);
    }

    [Fact]
    public async Task Start_NoSuchFunction_SaysSo() =>
        await Assert.ThrowsAsync<FunctionUnavailableException>(() =>
            LocalLambda.StartAsync(new LocalLambdaOptions("/no/such/function"), CancellationToken.None)
        );

    [Fact]
    public async Task Start_Function_IsToldWhereItsServicesAre()
    {
        var options = new LocalLambdaOptions(_scripts.Add("#!/bin/sh", "env"))
        {
            Settings = new Dictionary<string, string>
            {
                ["SELECT"] = "-",
                ["AWS_LAMBDA_FUNCTION_VERSION"] = "7",
            },
            Endpoint = new() { Identity = SigningIdentity.Local with { SessionToken = "token" } },
        };
        await using var lambda = await LocalLambda.StartAsync(options, CancellationToken.None);

        var environment = await lambda.Function.Output.ReadAllAsync().ToListAsync();
        string[] expected =
        [
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
            "AWS_LAMBDA_FUNCTION_NAME=impressions",
            "AWS_LAMBDA_FUNCTION_VERSION=7",
            "AWS_REGION=us-east-1",
            "AWS_ACCESS_KEY_ID=LOCALACCESSKEY",
            "AWS_SECRET_ACCESS_KEY=local-secret-access-key",
            "AWS_SESSION_TOKEN=token",
            "PERSONALIZE_TRACKING_ID=11111111-2222-3333-4444-555555555555",
            "SELECT=-",
            $"AWS_ENDPOINT_URL_PERSONALIZE_EVENTS={lambda.Personalize.Address.GetLeftPart(UriPartial.Authority)}",
        ];

        Assert.Empty(expected.Except(environment));
        Assert.Contains(
            environment,
            line => line.StartsWith("AWS_LAMBDA_RUNTIME_API=127.0.0.1:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Invoke_FunctionThatEchoes_AnswersEachInvocation()
    {
        Needs.Node();

        await using var lambda = await StartAsync(
            "#!/usr/bin/env node",
            """
            const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
            (async () => {
              for (;;) {
                const next = await fetch(`${api}/next`);
                const id = next.headers.get("lambda-runtime-aws-request-id");
                await fetch(`${api}/${id}/response`, { method: "POST", body: await next.text() });
              }
            })();
            """
        );

        foreach (var payload in new[] { "1", "2" })
        {
            var answer = await lambda.InvokeAsync(
                Encoding.UTF8.GetBytes(payload),
                Limit,
                CancellationToken.None
            );

            Assert.Equal(payload, Encoding.UTF8.GetString(answer.Response.Span));
        }
    }

    Task<LocalLambda> StartAsync(params string[] script) =>
        LocalLambda.StartAsync(new LocalLambdaOptions(_scripts.Add(script)), CancellationToken.None);
}
