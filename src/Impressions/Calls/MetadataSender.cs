using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Calls;

/// <summary>
/// Tells Personalize of users and items what has changed, at the pace that it takes (10 calls a second for each
/// operation) and beside the interactions, which it never holds up for longer than its own time and never fails: what
/// is not accepted is sent again with the next event. Not for concurrent use.
/// </summary>
/// <param name="put">Makes one attempt; never throws.</param>
sealed class MetadataSender(Func<MetadataCall, CancellationToken, Task<CallAnswer>> put, TimeProvider time)
{
    static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    /// <summary>For all of an invocation: 20 calls of each operation. The rest waits for later events.</summary>
    static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>The users and items whose last accepted metadata is known, as hashes; with the half before, under 5 MB.</summary>
    const int Remembered = 16_384;

    /// <summary>What was sent last: a hash of it, and when its record reached the stream.</summary>
    readonly LatestById<(ulong Hash, long ArrivalMilliseconds)> _sent = new(Remembered);

    /// <summary>Returns when no call is under way any more.</summary>
    /// <param name="metadata">Each user and item once.</param>
    /// <param name="deadline">Ends the calls that are under way then.</param>
    public async Task<MetadataReport> SendAsync(
        IReadOnlyCollection<Metadata> metadata,
        CancellationToken deadline
    )
    {
        var changed = metadata.Where(IsNews).ToList();
        if (changed.Count == 0)
        {
            return new(Accepted: 0, Failed: 0, Failure: "");
        }

        using var most = new CancellationTokenSource(MaxTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline, most.Token);
        var sent = await Task.WhenAll(
                changed.GroupBy(entry => entry.Dataset).Select(entries => SendAsync([.. entries], end.Token))
            )
            .ConfigureAwait(false);
        foreach (var entry in sent.SelectMany(of => of.Taken.Concat(of.Refused)))
        {
            _sent.Add(KeyOf(entry), (HashOf(entry), entry.ArrivalMilliseconds)); // what was refused too: it would be again
        }

        var accepted = sent.Sum(of => of.Taken.Count);
        return new(
            accepted,
            changed.Count - accepted,
            sent.Select(of => of.Failure).FirstOrDefault(failure => failure.Length > 0, "")
        );
    }

    /// <summary>One call after the other, until all is sent or the service accepts no more.</summary>
    async Task<Sent> SendAsync(Metadata[] entries, CancellationToken end)
    {
        var sent = new Sent();
        var waiting = new Stack<Metadata[]>(entries.Chunk(PersonalizeLimits.MaxMetadataPerCall).Reverse());
        while (waiting.TryPop(out var next))
        {
            var pause = Task.Delay(Spacing, time, end);
            var answer = await put(new MetadataCall(next[0].Dataset, next), end).ConfigureAwait(false);
            if (answer.Outcome == CallOutcome.Accepted)
            {
                sent.Taken.AddRange(next);
            }
            else if (answer.Outcome != CallOutcome.Rejected)
            {
                return sent with { Failure = answer.Code };
            }
            else if (next.Length == 1)
            {
                sent.Refused.AddRange(next);
                sent = sent with { Failure = answer.Code };
            }
            else
            {
                Array.ForEach(next, entry => waiting.Push([entry])); // to find the one that it is for
            }

            if (waiting.Count > 0)
            {
                await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (end.IsCancellationRequested)
                {
                    return sent with { Failure = "deadline" };
                }
            }
        }

        return sent;
    }

    /// <summary>
    /// A redelivered record is older than what came behind it, and must not replace that. One that does not say when it
    /// arrived counts as the newest.
    /// </summary>
    bool IsNews(Metadata entry) =>
        !_sent.TryGet(KeyOf(entry), out var last)
        || (
            last.Hash != HashOf(entry)
            && (entry.ArrivalMilliseconds == 0 || entry.ArrivalMilliseconds >= last.ArrivalMilliseconds)
        );

    static string KeyOf(Metadata entry) => (entry.Dataset == Dataset.Users ? "u" : "i") + entry.Id;

    static ulong HashOf(Metadata entry) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Properties)));

    /// <param name="Failure">Empty when nothing failed.</param>
    sealed record Sent(string Failure = "")
    {
        public List<Metadata> Taken { get; } = [];

        public List<Metadata> Refused { get; } = [];
    }
}
