namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>
/// Lambda's poller of one shard: hands out batches in the order of the shard, each after the one before has come to an
/// end; delivers again from the record that the answer names; halves what got no answer; gives up after so many retries.
/// </summary>
/// <param name="batchSize">Most records of a delivery.</param>
/// <param name="maxRetries">
/// Deliveries of a batch after its first one. Halving costs none (<c>BisectBatchOnFunctionError</c>).
/// </param>
sealed class EventSource(IReadOnlyList<TrafficRecord> shard, int batchSize, int maxRetries)
{
    readonly List<TrafficRecord> _givenUp = [];

    public int Deliveries { get; private set; }

    /// <summary>Records delivered, the repeated ones each time.</summary>
    public int RecordsDelivered { get; private set; }

    /// <summary>What would go to the on-failure destination.</summary>
    public IReadOnlyList<TrafficRecord> GivenUp => _givenUp;

    /// <param name="deliver">
    /// Returns the item identifier of the answer, empty when nothing failed, null when there was no answer.
    /// </param>
    public async Task RunAsync(Func<IReadOnlyList<TrafficRecord>, Task<string?>> deliver)
    {
        foreach (var batch in shard.Chunk(batchSize))
        {
            var waiting = new Stack<(IReadOnlyList<TrafficRecord> Records, int Retries)>();
            waiting.Push((batch, 0));
            while (waiting.TryPop(out var next))
            {
                Deliveries++;
                RecordsDelivered += next.Records.Count;
                foreach (var again in Again(next.Records, await deliver(next.Records), next.Retries))
                {
                    if (again.Retries > maxRetries)
                    {
                        _givenUp.AddRange(again.Records);
                    }
                    else
                    {
                        waiting.Push(again);
                    }
                }
            }
        }
    }

    /// <summary>The last of them is delivered first.</summary>
    static IEnumerable<(IReadOnlyList<TrafficRecord> Records, int Retries)> Again(
        IReadOnlyList<TrafficRecord> records,
        string? failedFrom,
        int retries
    )
    {
        if (failedFrom is null && records.Count > 1)
        {
            var half = records.Count / 2;
            return [([.. records.Skip(half)], retries), ([.. records.Take(half)], retries)];
        }

        return failedFrom switch
        {
            null => [(records, retries + 1)],
            "" => [],
            _ => [([.. records.SkipWhile(record => record.SequenceNumber != failedFrom)], retries + 1)],
        };
    }
}
