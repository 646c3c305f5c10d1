using System.Text;
using System.Text.Json;
using Impressions.Cli.Input;
using Impressions.Core.DeadLetters;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;

namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>The published function with the accountant beside it, who checks the books after each delivery.</summary>
sealed class AccountedFunction(
    LocalLambdaOptions options,
    IReadOnlyList<TrafficRecord> shard,
    TimeSpan timeout
) : IAsyncDisposable
{
    /// <summary>From a call's being sent to its being known to the endpoint, on a busy machine.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>However busy it is.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly HashSet<string> _buriedLines = new(StringComparer.Ordinal);
    readonly Accountant _accountant = new(shard);
    LocalLambda? _function;
    int _seenCalls;
    int _seenObjects;

    /// <summary>True when answers get lost on the way, so that the function has to send again.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Events that were put into the bucket, once for each time they were.</summary>
    public int Buried => _function?.Bucket?.Objects.Sum(stored => stored.Content.Span.Count((byte)'\n')) ?? 0;

    /// <summary>
    /// The most memory that a process of the function has held, without the mapped files, which the system takes back where
    /// memory is short.
    /// </summary>
    public long PeakBytes { get; private set; }

    /// <summary>Expected interactions that are neither accepted nor buried.</summary>
    public IEnumerable<string> Missing => _accountant.Missing(_buriedLines);

    /// <summary>As <see cref="EventSource.RunAsync"/> wants it.</summary>
    public async Task<string?> DeliverAsync(IReadOnlyList<TrafficRecord> records)
    {
        _function ??= await LocalLambda.StartAsync(options, CancellationToken.None);
        var failedFrom = await InvokeAsync(_function, records);
        PeakBytes = Math.Max(PeakBytes, PeakOf(_function.Function.Id));
        if (failedFrom is not "")
        {
            await SettleAsync(_function.Personalize).WaitAsync(Patience);
        }

        var calls = _function.Personalize.Calls;
        var objects = _function.Bucket?.Objects ?? [];
        _buriedLines.UnionWith(BuriedLines(objects.Skip(_seenObjects)));
        var accepted = AcceptedEvents.Of(calls.Skip(_seenCalls)).ToList();
        _accountant.Check(records, failedFrom, accepted, _buriedLines, MayRepeat);
        (_seenCalls, _seenObjects) = (calls.Count, objects.Count);
        while (_function.Function.Output.TryRead(out var line) || _function.Function.Errors.TryRead(out line))
        {
            _accountant.CheckLog(line);
        }

        if (failedFrom is null)
        {
            await DisposeAsync(); // Lambda starts another process
        }

        return failedFrom;
    }

    /// <summary>As Linux tells it, in kB; nothing of a process that has ended.</summary>
    static long PeakOf(int processId)
    {
        var path = $"/proc/{processId}/status";
        if (!File.Exists(path))
        {
            return 0;
        }

        var lines = File.ReadAllLines(path);
        return (Of("VmHWM:") - Of("RssFile:")) << 10;

        long Of(string name) =>
            Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? long.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
                    System.Globalization.CultureInfo.InvariantCulture
                )
                : 0;
    }

    /// <summary>In the middle of a delivery; the next one gets another process.</summary>
    public void Kill() => _function!.Function.Kill();

    public async ValueTask DisposeAsync()
    {
        if (_function is not null)
        {
            await _function.DisposeAsync();
            (_function, _seenCalls, _seenObjects) = (null, 0, 0);
        }
    }

    /// <summary>
    /// Waits for the calls that the function gave up: they may be on their way still, and what is taken of them belongs to
    /// this delivery.
    /// </summary>
    static async Task SettleAsync(PersonalizeEndpoint endpoint)
    {
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        int seen;
        do
        {
            seen = endpoint.Calls.Count;
            await Task.Delay(Pause);
            using var behindThem = await client.GetAsync(new Uri("/", UriKind.Relative)); // came after them
        } while (endpoint.UnderWay > 0 || endpoint.Calls.Count > seen);
    }

    /// <summary>The payloads of all rows in the objects.</summary>
    static IEnumerable<string> BuriedLines(IEnumerable<StoredObject> objects)
    {
        foreach (var stored in objects)
        {
            foreach (var line in InputReader.Lines(stored.Content))
            {
                Assert.True(BadRowReader.TryRead(line, out var row));
                yield return Encoding.UTF8.GetString(row.Payload.Span);
            }
        }
    }

    async Task<string?> InvokeAsync(LocalLambda function, IReadOnlyList<TrafficRecord> records)
    {
        InvocationAnswer answer;
        try
        {
            answer = await function.InvokeAsync(
                TrafficGenerator.Payload(records),
                timeout,
                CancellationToken.None
            );
        }
        catch (FunctionUnavailableException)
        {
            return null;
        }

        Assert.Null(answer.Error); // a late answer would be one
        using var json = JsonDocument.Parse(answer.Response);
        return json
            .RootElement.GetProperty("batchItemFailures")
            .EnumerateArray()
            .Select(failure => failure.GetProperty("itemIdentifier").GetString()!)
            .SingleOrDefault("");
    }
}
