using System.Net.Sockets;

namespace Impressions.Tests;

public sealed class AwsFailureTests
{
    [Theory]
    [InlineData(SocketError.HostNotFound, PutEventsOutcome.Misconfigured, "unknown_host")]
    [InlineData(SocketError.NoData, PutEventsOutcome.Misconfigured, "unknown_host")]
    [InlineData(SocketError.TryAgain, PutEventsOutcome.Unavailable, "connection")]
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

        Assert.Equal(((PutEventsOutcome)outcome, code), AwsFailure.Explain(failure));
    }

    [Fact]
    public void Explain_AnythingElse_IsUnavailable() =>
        Assert.Equal(
            (PutEventsOutcome.Unavailable, "unexpected"),
            AwsFailure.Explain(new InvalidCastException("user-4711"))
        );
}
