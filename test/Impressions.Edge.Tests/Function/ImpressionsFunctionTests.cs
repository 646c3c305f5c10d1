using System.Net;
using System.Text.Json;
using Impressions.Core.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Function;

/// <summary>The whole function in process, between a Runtime API and a Personalize of the test's own.</summary>
public sealed class ImpressionsFunctionTests : IDisposable
{
    readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal)
    {
        ["AWS_LAMBDA_RUNTIME_API"] = "runtime:9001",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "impressions-test",
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_CONFIG_FILE"] = "/nowhere",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere",
        ["PERSONALIZE_TRACKING_ID"] = EventCase.TrackingId,
    };
    readonly MemoryStream _output = new();
    readonly StringWriter _errors = new();
    readonly AcceptingPersonalize _personalize = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
        _personalize.Dispose();
    }

    [Fact]
    public async Task RunAsync_Invocation_IsSentAnsweredAndLogged()
    {
        using var api = new FakeRuntimeApi(FakeRuntimeApi.Next("id-1", Some.Payload(Some.Line())));

        Assert.Equal(0, await RunAsync(api));

        Assert.Equal(
            new RuntimePost(
                "/2018-06-01/runtime/invocation/id-1/response",
                """{"batchItemFailures":[]}""",
                ErrorType: null
            ),
            Assert.Single(api.Posts)
        );
        Assert.Equal(
            "POST https://personalize-events.eu-west-1.amazonaws.com/events",
            Assert.Single(_personalize.Calls, call => call.StartsWith("POST", StringComparison.Ordinal))
        );
        using var line = JsonDocument.Parse(_output.ToArray());
        Assert.Equal(1, line.RootElement.GetProperty("accepted").GetInt32());
        Assert.Equal("impressions-test", line.RootElement.GetProperty("FunctionName").GetString());
    }

    [Fact]
    public async Task RunAsync_Connection_IsOpenedBeforeTheFirstInvocation()
    {
        using var api = new FakeRuntimeApi();

        await RunAsync(api);

        Assert.Equal(["GET https://personalize-events.eu-west-1.amazonaws.com/"], _personalize.Calls);
    }

    [Fact]
    public async Task RunAsync_NotOnLambda_SaysWhatThisIs()
    {
        _variables.Remove("AWS_LAMBDA_RUNTIME_API");
        using var api = new FakeRuntimeApi();

        Assert.Equal(2, await RunAsync(api));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WrongSettings_ReportsAllOfThemAndAsksForNoInvocation()
    {
        _variables["PUT_EVENTS_CONCURRENCY"] = "many";
        _variables["UNRESOLVED_CLICK"] = "last";
        _variables["AWS_ENDPOINT_URL"] = "ftp://127.0.0.1:9";
        using var api = new FakeRuntimeApi(FakeRuntimeApi.Next("id-1"));

        Assert.Equal(1, await RunAsync(api));

        var post = Assert.Single(api.Posts);
        Assert.Equal("/2018-06-01/runtime/init/error", post.Path);
        Assert.Equal("Impressions.InvalidSettings", post.ErrorType);
        foreach (var name in (string[])["PUT_EVENTS_CONCURRENCY", "UNRESOLVED_CLICK", "AWS_ENDPOINT_URL"])
        {
            Assert.Contains(name, post.Body, StringComparison.Ordinal);
            Assert.Contains(name, _errors.ToString(), StringComparison.Ordinal);
        }
    }

    Task<int> RunAsync(FakeRuntimeApi api) =>
        ImpressionsFunction.RunAsync(
            new FunctionHost
            {
                Variable = name => _variables.GetValueOrDefault(name),
                OpenRuntimeApi = () => api,
                OpenPersonalize = _ => _personalize,
                Output = _output,
                Errors = _errors,
                Time = new FakeTimeProvider(FakeRuntimeApi.Deadline.AddMinutes(-1)),
            },
            api.Shutdown.Token
        );

    sealed class AcceptingPersonalize : HttpMessageHandler
    {
        public List<string> Calls { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            lock (Calls)
            {
                Calls.Add($"{request.Method} {request.RequestUri}");
            }

            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) }
            );
        }
    }
}
