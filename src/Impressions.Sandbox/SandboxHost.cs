using System.Collections.Concurrent;
using System.Threading.Channels;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Emulation.Lambda;
using Impressions.Sandbox.Collector;
using Impressions.Sandbox.Enrichment;
using Impressions.Sandbox.View;

namespace Impressions.Sandbox;

/// <summary>
/// The way of an event from the collector to Personalize on this machine: enriched here, mapped and sent by the real
/// function, shown in the live view at each step.
/// </summary>
sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>Arrivals that may wait for their turn (events and refusals); more are let go, and the view says so.</summary>
    const int MaxWaiting = 10_000;

    /// <summary>Events remembered to tell a click that was tracked twice (events).</summary>
    const int Remembered = 100;

    /// <summary>What arrives within it shares an invocation, as Lambda's batching window has it.</summary>
    static readonly TimeSpan BatchingWindow = TimeSpan.FromMilliseconds(30);

    readonly Channel<Arrival> _arrivals = Channel.CreateBounded<Arrival>(MaxWaiting);
    readonly CancellationTokenSource _ending = new();
    readonly ConcurrentQueue<SeenEvent> _recent = new();
    readonly SandboxFunction _function;
    readonly EventFates _fates;
    readonly ImpressionsOptions _options;
    readonly SandboxState _state;
    readonly SchemaShapes _schemas;
    readonly TimeProvider _time;
    readonly Action<ReadOnlyMemory<byte>> _record;
    Task _work = Task.CompletedTask;
    int _seen;
    int _calls;
    long _records;

    SandboxHost(SandboxOptions options)
    {
        _function = new SandboxFunction(options.Function);
        _options = options.Settings;
        _fates = new EventFates(_options);
        _schemas = options.Schemas;
        _time = options.Time;
        _record = options.Record;
        _state = new SandboxState(Feed, options.HasTracker);
    }

    public LiveFeed Feed { get; } = new();

    public ArrivalCount Arrivals { get; } = new();

    public SandboxFunction Function => _function;

    /// <summary>Ends with the sandbox, or by a fault of its own.</summary>
    public Task Work => _work;

    /// <exception cref="FunctionUnavailableException">There is no such function.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellation)
    {
        var sandbox = new SandboxHost(options);
        try
        {
            await sandbox._function.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        sandbox._state.Publish();
        sandbox._work = Task.Run(sandbox.WorkAsync, CancellationToken.None);
        return sandbox;
    }

    /// <summary>Events from the collector, on any thread; returns at once.</summary>
    public void Take(IReadOnlyList<TrackedEvent> events)
    {
        foreach (var tracked in events)
        {
            Take(new Arrival(tracked, Refused: null));
        }
    }

    /// <summary>What came to the collector and is no event; on any thread.</summary>
    public void Refuse(RefusedContent refused) => Take(new Arrival(Tracked: null, refused));

    /// <summary>Empties the live view, and counts from nothing; on any thread.</summary>
    public void Clear()
    {
        _recent.Clear();
        Feed.Forget(FeedMessages.EventKind, FeedMessages.CallKind);
        Feed.Publish(FeedMessages.Cleared);
        Feed.Forget(FeedMessages.Cleared.Kind);
        _state.CountFrom(_function.Metrics);
    }

    public async ValueTask DisposeAsync()
    {
        _ = _arrivals.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        await _function.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    void Take(Arrival arrival)
    {
        Arrivals.Arrive();
        if (!_arrivals.Writer.TryWrite(arrival))
        {
            Arrivals.Finish(1);
            _state.CountLost(1);
        }
    }

    async Task WorkAsync()
    {
        try
        {
            while (await _arrivals.Reader.WaitToReadAsync(_ending.Token).ConfigureAwait(false))
            {
                await Task.Delay(BatchingWindow, _time, _ending.Token).ConfigureAwait(false);
                var batch = ReadBatch();
                await WorkAsync(batch).ConfigureAwait(false);
                Arrivals.Finish(batch.Count);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The sandbox ends; what is under way is nobody's loss.
        }
    }

    List<Arrival> ReadBatch()
    {
        var batch = new List<Arrival>();
        while (batch.Count < Payload.RecordsPerInvocation && _arrivals.Reader.TryRead(out var arrival))
        {
            batch.Add(arrival);
        }

        return batch;
    }

    async Task WorkAsync(IReadOnlyList<Arrival> batch)
    {
        var now = _time.GetUtcNow();
        var onStream = new List<(SeenEvent Seen, ReadOnlyMemory<byte> Line)>();
        foreach (var arrival in batch)
        {
            var seen = See(arrival, now);
            if (seen.Enriched is { IsGood: true } enriched)
            {
                Show(seen);
                var line = enriched.Row.ToLine();
                _record(line);
                onStream.Add((seen, line));
            }
            else
            {
                Show(Remember(Diagnosed(seen)));
            }
        }

        if (onStream.Count > 0)
        {
            await InvokeAsync(onStream, now).ConfigureAwait(false);
        }
    }

    SeenEvent See(Arrival arrival, DateTimeOffset now)
    {
        if (arrival.Refused is { } refused)
        {
            return new SeenEvent(++_seen, refused.ReceivedAt)
            {
                Fate = EventFate.Refused,
                IsIntended = false,
                Explanation = "This is no request of a Snowplow tracker.",
                Refused = refused,
            };
        }

        var tracked = arrival.Tracked!;
        var seen = new SeenEvent(++_seen, tracked.Request.ReceivedAt)
        {
            Tracked = tracked,
            Enriched = MiniEnricher.Enrich(tracked, now, _schemas),
        };
        return seen.Enriched.IsGood
            ? seen
            : seen with
            {
                Fate = EventFate.BadRow,
                IsIntended = false,
                Explanation = "Enrich would make a bad row of it, so it would never reach the stream.",
            };
    }

    async Task InvokeAsync(List<(SeenEvent Seen, ReadOnlyMemory<byte> Line)> events, DateTimeOffset now)
    {
        var payload = Payload.Of([.. events.Select(sent => sent.Line)], now, first: _records);
        var predicted = _fates.Predict([.. events.Select(sent => sent.Seen)], payload.Json);
        var invocation = await _function.InvokeAsync(payload, _ending.Token).ConfigureAwait(false);
        _records += events.Count;
        var calls = invocation.Calls.Select(call => (Number: ++_calls, Call: call)).ToList();
        foreach (var (number, call) in calls)
        {
            Feed.Publish(FeedMessages.Of(number, call));
        }

        foreach (var fated in predicted)
        {
            var settled = SentEvents.With(fated, calls, invocation.Problem);
            if (settled.Fate == EventFate.Sent)
            {
                _fates.Settle(settled);
            }

            Show(Remember(Diagnosed(settled)));
        }

        _state.Publish(_function.Metrics, invocation.Problem);
    }

    /// <summary>What is wrong with an event is said once, not for each time that the tracker sends it.</summary>
    SeenEvent Diagnosed(SeenEvent seen) =>
        seen.Fate is EventFate.Skipped or EventFate.BadRow && _recent.Any(other => other.Id == seen.Id)
            ? seen with
            {
                IsIntended = true,
                Explanation = FateText.Of(SkipReason.Duplicate),
            }
            : seen with
            {
                Diagnoses = Diagnoses.Of(new Evidence(seen, _recent, _options)),
            };

    SeenEvent Remember(SeenEvent seen)
    {
        _recent.Enqueue(seen);
        if (_recent.Count > Remembered)
        {
            _ = _recent.TryDequeue(out _);
        }

        return seen;
    }

    void Show(SeenEvent seen) => Feed.Publish(FeedMessages.Of(seen));

    /// <summary>One of the two is there.</summary>
    readonly record struct Arrival(TrackedEvent? Tracked, RefusedContent? Refused);
}
