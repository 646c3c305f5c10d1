using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

[Collection(Alone.Name)] // other tests allocate too
public sealed class SessionUsersMemoryTests
{
    [Fact]
    public void Add_UuidsToTheFull_StaysBelowTenMegabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var users = new SessionUsers();
        for (var i = 0; i < 3 * SessionUsers.DefaultCapacity; i++)
        {
            users.Add(new Guid(i, 2, 0, new byte[8]).ToString(), new Guid(i, 1, 0, new byte[8]).ToString());
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(2 * SessionUsers.DefaultCapacity, users.Count);
        Assert.InRange(bytes, 1, 10_000_000);
    }
}
