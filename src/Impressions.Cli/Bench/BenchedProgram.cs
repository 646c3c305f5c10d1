using System.Diagnostics;

namespace Impressions;

/// <summary>One program between a Runtime API and a counting Personalize of its own, and what was measured of it.</summary>
sealed class BenchedProgram(string path, BenchOptions options) : IAsyncDisposable
{
    /// <summary>As the template sets it.</summary>
    static readonly TimeSpan InvocationTimeout = TimeSpan.FromSeconds(60);

    readonly BenchEndpoint _personalize = new(options.Latency);
    readonly List<TimeSpan> _firstAnswers = [];
    readonly List<TimeSpan> _durations = [];
    readonly List<long> _residentBytes = [];
    LambdaRuntimeApi? _runtimeApi;
    FunctionProcess? _function;
    ProcessUsage _warm;
    (long Calls, long Interactions) _before;

    /// <summary>Kills the process, if there is one, and times the next from its start to its first answer.</summary>
    public async Task SpawnAsync(Payload first, CancellationToken cancellation)
    {
        if (_function is null)
        {
            await _personalize.StartAsync(cancellation).ConfigureAwait(false);
        }

        await StopAsync().ConfigureAwait(false);
        _runtimeApi = await LambdaRuntimeApi
            .StartAsync(TimeProvider.System, cancellation)
            .ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        _function = FunctionProcess.Start(path, Environment());
        _ = ReportExitAsync(_function, _runtimeApi);
        _ = await InvokeAsync(first, cancellation).ConfigureAwait(false);
        _firstAnswers.Add(Stopwatch.GetElapsedTime(started));
    }

    /// <summary>From here on invocations count.</summary>
    public void StartMeasuring()
    {
        _warm = _function!.Usage;
        _before = (_personalize.Calls, _personalize.Interactions);
    }

    public async Task MeasureAsync(Payload payload, CancellationToken cancellation)
    {
        _durations.Add(await InvokeAsync(payload, cancellation).ConfigureAwait(false));
        if (_durations.Count * BenchResult.MemorySamples / options.Batches > _residentBytes.Count)
        {
            _residentBytes.Add(_function!.Usage.ResidentBytes);
        }
    }

    /// <returns>How long it took, as Lambda would bill it.</returns>
    /// <exception cref="FunctionUnavailableException">It failed or answered that a record failed.</exception>
    public async Task<TimeSpan> InvokeAsync(Payload payload, CancellationToken cancellation)
    {
        var answer = await _runtimeApi!
            .InvokeAsync(payload.Json, InvocationTimeout, cancellation)
            .ConfigureAwait(false);
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
        var usage = _function!.Usage;
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
            // The system's own peak may lag behind what it told meanwhile.
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
        if (_function is not null)
        {
            await _function.DisposeAsync().ConfigureAwait(false);
        }

        if (_runtimeApi is not null)
        {
            await _runtimeApi.DisposeAsync().ConfigureAwait(false);
        }
    }

    IReadOnlyDictionary<string, string> Environment() =>
        new LocalLambdaOptions(path) { MemoryMegabytes = options.MemoryMegabytes }.Environment(
            _runtimeApi!.Address,
            _personalize.Address
        );

    static async Task ReportExitAsync(FunctionProcess function, LambdaRuntimeApi runtimeApi)
    {
        var exitCode = await function.Exited.ConfigureAwait(false);
        runtimeApi.MarkUnavailable($"The program exited with code {exitCode}: {function.LastErrorLine}");
    }
}
