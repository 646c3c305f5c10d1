namespace Impressions.Tests;

public sealed class RehearsalTests
{
    [Fact]
    public async Task RunAsync_DefaultSettings_GoesAllTheWayToAnInteraction() =>
        Assert.Equal(1, await Rehearsal.RunAsync());
}
