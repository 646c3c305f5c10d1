using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

[Collection(Alone.Name)] // other tests allocate too
public sealed class ShownItemsMemoryTests
{
    /// <summary>Lists of ten ids of 14 digits, as the settings' page says.</summary>
    [Fact]
    public void Learn_ToTheFull_StaysBelowTenMegabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var shown = new ShownItems();
        for (var i = 0; i < 3 * ShownItems.DefaultCapacity; i++)
        {
            shown.Learn(
                $"RID-{i}",
                [.. Enumerable.Range(0, 10).Select(j => $"{48_538_191_000_000 + (10L * i) + j}")]
            );
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.NotNull(shown.Of($"RID-{(3 * ShownItems.DefaultCapacity) - 1}"));
        Assert.InRange(bytes, 1 << 20, 10 << 20);
    }
}
