using System.Diagnostics;
using Impressions.Emulation.Lambda;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>One program between a Runtime API and a counting Personalize of its own, and what was measured of it.</summary>
sealed class BenchedProgram(string path, BenchOptions options) : IAsyncDisposable
{
    readonly BenchEndpoint _personalize = new(options.Latency);
    readonly List<TimeSpan> _firstAnswers = [];
    readonly List<TimeSpan> _durations = [];
    readonly List<long> _residentBytes = [];
    LocalLambda? _lambda;
    ProcessUsage _warm;
    (long Calls, long Interactions) _before;

    /// <summary>Kills the process, if there is one, and times the next from its start to its first answer.</summary>
    public async Task SpawnAsync(Payload first, CancellationToken cancellation)
    {
        if (_lambda is null)
        {
            await _personalize.StartAsync(cancellation).ConfigureAwait(false);
        }

        await StopAsync().ConfigureAwait(false);
        var surroundings = new LocalLambdaOptions(path)
        {
            MemoryMegabytes = options.MemoryMegabytes,
            PersonalizeAddress = _personalize.Address,
        };
        _lambda = await LocalLambda.StartAsync(surroundings, cancellation).ConfigureAwait(false);
        _ = await InvokeAsync(first, cancellation).ConfigureAwait(false);
        _firstAnswers.Add(Stopwatch.GetElapsedTime(_lambda.Function.StartedAt));
    }

    /// <summary>From here on invocations count.</summary>
    public void StartMeasuring()
    {
        _warm = _lambda!.Function.Usage;
        _before = (_personalize.Calls, _personalize.Interactions);
    }

    public async Task MeasureAsync(Payload payload, CancellationToken cancellation)
    {
        _durations.Add(await InvokeAsync(payload, cancellation).ConfigureAwait(false));
        if (_durations.Count * BenchResult.MemorySamples / options.Batches > _residentBytes.Count)
        {
            _residentBytes.Add(_lambda!.Function.Usage.ResidentBytes);
        }
    }

    /// <returns>How long it took, as Lambda would bill it.</returns>
    /// <exception cref="FunctionUnavailableException">It failed or answered that a record failed.</exception>
    public async Task<TimeSpan> InvokeAsync(Payload payload, CancellationToken cancellation)
    {
        var answer = await _lambda!.InvokeAsync(payload.Json, cancellation).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            throw new FunctionUnavailableException(
                $"{path} failed an invocation: {error.Type}: {error.Message}"
            );
        }

        return answer.Response.Span.IndexOf("itemIdentifier"u8) >= 0
            ? throw new FunctionUnavailableException($"{path} answered that a record failed.")
            : answer.Duration;
    }

    /// <param name="records">Of the invocations that counted.</param>
    public BenchResult Result(long records)
    {
        var usage = _lambda!.Function.Usage;
        return new BenchResult
        {
            Program = path,
            FirstAnswers = _firstAnswers,
            Durations = _durations,
            Records = records,
            Calls = _personalize.Calls - _before.Calls,
            Interactions = _personalize.Interactions - _before.Interactions,
            Cpu = usage.Cpu - _warm.Cpu,
            WarmResidentBytes = _warm.ResidentBytes,
            ResidentBytes = _residentBytes,
            // The system's own peak may lag behind what it reported meanwhile.
            PeakResidentBytes = Math.Max(
                usage.PeakResidentBytes,
                _residentBytes.Append(_warm.ResidentBytes).Max()
            ),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _personalize.DisposeAsync().ConfigureAwait(false);
    }

    async Task StopAsync()
    {
        if (_lambda is not null)
        {
            await _lambda.DisposeAsync().ConfigureAwait(false);
        }
    }
}
