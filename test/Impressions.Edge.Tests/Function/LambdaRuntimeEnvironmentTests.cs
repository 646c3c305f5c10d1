using Impressions.Core.Tests.Support;
using static Impressions.Edge.Tests.Function.FakeRuntimeApi;

namespace Impressions.Edge.Tests.Function;

[Collection(Alone.Name)]
public sealed class LambdaRuntimeEnvironmentTests
{
    [Fact]
    public async Task RunAsync_TraceId_IsPassedOnByVariable()
    {
        var traced = Next("id-1");
        traced.Headers.Add("Lambda-Runtime-Trace-Id", "Root=1-5e1b4151");
        using var api = new FakeRuntimeApi(traced, Next("id-2"));
        var seen = new List<string?>();

        await api.RunAsync(_ =>
        {
            seen.Add(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return "{}";
        });

        Assert.Equal(["Root=1-5e1b4151", null], seen);
    }
}
