using Impressions.Core.Batching;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Batching;

public sealed class BatchTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Split_AnyBatch_CoversAllInOrderForTheSameVisitor(int count)
    {
        var batch = BatchOf(count);

        var (first, second) = batch.Split();

        Assert.Equal(batch.Entries, [.. first.Entries, .. second.Entries]);
        Assert.InRange(second.Count - first.Count, 0, 1); // halves
        Assert.All(
            [first, second],
            half => Assert.Equal(("user-1", "session-1"), (half.UserId, half.SessionId))
        );
    }

    [Fact]
    public void Split_AgainAndAgain_LeavesEachInteractionAlone()
    {
        var alone = new List<Batch>();
        var rest = new Queue<Batch>([BatchOf(10)]);
        while (rest.TryDequeue(out var batch))
        {
            if (batch.Count == 1)
            {
                alone.Add(batch);
                continue;
            }

            var (first, second) = batch.Split();
            rest.Enqueue(first);
            rest.Enqueue(second);
        }

        Assert.Equal(
            Some.Ids(10),
            alone.Select(batch => Assert.Single(batch.Entries).Interaction.EventId).Order()
        );
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void IsFull_AtTen_AsTheServiceTakesNoMore(int count, bool expected) =>
        Assert.Equal(expected, BatchOf(count).IsFull);

    static Batch BatchOf(int count)
    {
        var batch = new Batch("user-1", "session-1");
        foreach (var id in Some.Ids(count))
        {
            batch.Add(Some.Interaction(id), default);
        }

        return batch;
    }
}
