using Impressions.Core.Delivery;

namespace Impressions.Core.Tests.Delivery;

public sealed class SetUpCheckTests
{
    readonly SetUpCheck _setUp = new();

    [Theory]
    [InlineData(0, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(1_000, true)]
    public void IsSuspect_NothingAccepted_FromTenRefusedBatchesOn(int refused, bool expected)
    {
        Refuse(refused);

        Assert.Equal(expected, _setUp.IsSuspect);
    }

    [Fact]
    public void IsSuspect_OneAcceptedBefore_Never()
    {
        _setUp.Accepted();
        Refuse(1_000);

        Assert.False(_setUp.IsSuspect);
    }

    [Fact]
    public void IsSuspect_OneAcceptedAfterwards_NoLonger()
    {
        Refuse(1_000);
        _setUp.Accepted();

        Assert.False(_setUp.IsSuspect);
    }

    void Refuse(int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            _setUp.Refused();
        }
    }
}
