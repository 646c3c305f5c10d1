using System.Net.Sockets;
using Impressions.Aws;
using Impressions.Core.Delivery;

namespace Impressions.Edge.Tests.Function;

public sealed class AwsFailureTests
{
    [Theory]
    [InlineData(SocketError.HostNotFound, CallOutcome.Misconfigured, "unknown_host")]
    [InlineData(SocketError.NoData, CallOutcome.Misconfigured, "unknown_host")]
    [InlineData(SocketError.TryAgain, CallOutcome.Unavailable, "connection")]
    public void Explain_NameNotResolved_DependsOnWhetherItMayPass(
        SocketError error,
        object outcome,
        string code
    )
    {
        var failure = new HttpRequestException(
            HttpRequestError.NameResolutionError,
            inner: new SocketException((int)error)
        );

        Assert.Equal(((CallOutcome)outcome, code), AwsFailure.Explain(failure));
    }

    [Fact]
    public void Explain_AnythingElse_IsUnavailable() =>
        Assert.Equal(
            (CallOutcome.Unavailable, "unexpected"),
            AwsFailure.Explain(new InvalidCastException("user-4711"))
        );
}
