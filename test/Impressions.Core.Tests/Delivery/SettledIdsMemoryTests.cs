using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Delivery;

[Collection(Alone.Name)] // other tests allocate too
public sealed class SettledIdsMemoryTests
{
    [Fact]
    public void Add_UuidsToTheFull_StaysBelowFiveMegabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var settled = new SettledIds();
        for (var i = 0; i < 3 * SettledIds.DefaultCapacity; i++)
        {
            settled.Add(new Guid(i, 0, 0, new byte[8]).ToString(), RecordFate.Sent);
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(2 * SettledIds.DefaultCapacity, settled.Count);
        Assert.InRange(bytes, 1, 5_000_000);
    }
}
