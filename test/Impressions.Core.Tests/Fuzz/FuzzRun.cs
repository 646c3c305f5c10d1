using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>
/// Checks many random inputs, the same ones each time. <c>FUZZ_INPUTS</c> says how many, <c>FUZZ_SEED</c> which,
/// <c>FUZZ_FIRST</c> from which on: what failed is had again by its seed and number.
/// </summary>
static class FuzzRun
{
    const int MostFailures = 10;

    static readonly TimeSpan MostForOne = TimeSpan.FromSeconds(5);

    /// <param name="share">Of the inputs that one run of all fuzz tests has (per cent).</param>
    /// <param name="start">Makes what checks one input and names its fate; once for each of two threads.</param>
    /// <returns>How many inputs had which fate.</returns>
    public static IReadOnlyDictionary<string, int> Check(int share, Func<Func<Random, string>> start)
    {
        var seed = Number("FUZZ_SEED", 1);
        var first = Number("FUZZ_FIRST", 0);
        var end = first + Math.Max(1, Number("FUZZ_INPUTS", 20_000) * share / 100);
        var next = first - 1;
        var fates = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var failures = new ConcurrentQueue<string>();
        var workers = Enumerable.Range(0, 2).Select(_ => new Worker()).ToList();

        void Work(Worker worker)
        {
            var check = start();
            for (
                var number = Interlocked.Increment(ref next);
                number < end && failures.Count < MostFailures;
                number = Interlocked.Increment(ref next)
            )
            {
                worker.Begin(number);
                try
                {
                    var fate = check(new Random((int)((seed * 1_000_003) + number)));
                    _ = fates.AddOrUpdate(fate, 1, (_, count) => count + 1);
                }
#pragma warning disable CA1031 // whatever is thrown is what the test looks for
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures.Enqueue(Failure(seed, number, exception.GetType().Name, exception.Message));
                }
            }

            worker.End();
        }

        var threads = workers
            .Select(worker => new Thread(() => Work(worker)) { IsBackground = true })
            .ToList();
        threads.ForEach(thread => thread.Start());
        foreach (var thread in threads)
        {
            while (!thread.Join(TimeSpan.FromMilliseconds(100)) && failures.Count < MostFailures)
            {
                var slow = workers.Find(worker => worker.Elapsed > MostForOne);
                Assert.True(slow is null, Failure(seed, slow?.Number ?? 0, "too slow", "over 5 s"));
            }
        }

        Assert.True(failures.IsEmpty, string.Join('\n', failures));
        return fates;
    }

    /// <summary>Whether this is the usual run: only of that the distribution is known.</summary>
    public static bool IsUsual => Environment.GetEnvironmentVariable("FUZZ_INPUTS") is null;

    static long Number(string variable, long usual) =>
        Environment.GetEnvironmentVariable(variable) is { } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : usual;

    static string Failure(long seed, long number, string what, string why) =>
        $"FUZZ_SEED={seed} FUZZ_FIRST={number} FUZZ_INPUTS=1: {what}: {why[..Math.Min(why.Length, 600)]}";

    /// <summary>What one thread is at.</summary>
    sealed class Worker
    {
        long _since;

        public long Number { get; private set; }

        public TimeSpan Elapsed =>
            Interlocked.Read(ref _since) is > 0 and var since
                ? Stopwatch.GetElapsedTime(since)
                : TimeSpan.Zero;

        public void Begin(long number)
        {
            Number = number;
            _ = Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        }

        public void End() => Interlocked.Exchange(ref _since, 0);
    }
}
