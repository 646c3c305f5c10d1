using Impressions.Sandbox;

namespace Impressions.Edge.Tests.Sandbox;

public class ArrivalCountTests
{
    [Fact]
    public void WaitAsync_NothingOnItsWay_EndsAtOnce() =>
        Assert.True(new ArrivalCount().WaitAsync().IsCompleted);

    [Fact]
    public void WaitAsync_SomethingOnItsWay_EndsWithItAndNotWithWhatCameLater()
    {
        var arrivals = new ArrivalCount();
        arrivals.Arrive();
        arrivals.Arrive();
        var wait = arrivals.WaitAsync();
        arrivals.Arrive();

        arrivals.Finish(1);
        Assert.False(wait.IsCompleted);
        arrivals.Finish(1);
        Assert.True(wait.IsCompletedSuccessfully);
        Assert.False(arrivals.WaitAsync().IsCompleted);
    }
}
