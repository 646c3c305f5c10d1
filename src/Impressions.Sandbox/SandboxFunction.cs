using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;

namespace Impressions.Sandbox;

/// <summary>What came of one invocation in the sandbox.</summary>
/// <param name="Calls">PutEvents calls that it made.</param>
/// <param name="Problem">Why it failed as a whole; empty when it answered.</param>
sealed record SandboxInvocation(IReadOnlyList<PutEventsCall> Calls, string Problem);

/// <summary>The real function for as long as the sandbox lives: started again when it has ended.</summary>
/// <param name="options">See <see cref="LocalLambda"/>.</param>
sealed class SandboxFunction(LocalLambdaOptions options) : IAsyncDisposable
{
    readonly Dictionary<string, double> _metrics = new(StringComparer.Ordinal);
    LocalLambda? _lambda;
    FunctionLog? _log;

    /// <summary>The local Personalize; null while the function does not run.</summary>
    public PersonalizeEndpoint? Personalize => _lambda?.Personalize;

    /// <summary>Null while it does not run.</summary>
    public FunctionProcess? Process => _lambda?.Function;

    /// <summary>The function's own numbers since the start, those of processes that have ended included.</summary>
    public IReadOnlyDictionary<string, double> Metrics
    {
        get
        {
            var sum = new Dictionary<string, double>(_metrics, StringComparer.Ordinal);
            if (_log is not null)
            {
                foreach (var (name, value) in _log.Metrics)
                {
                    sum[name] = sum.GetValueOrDefault(name) + value;
                }
            }

            return sum;
        }
    }

    /// <exception cref="FunctionUnavailableException">There is no such executable.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _lambda = await LocalLambda.StartAsync(options, cancellation).ConfigureAwait(false);
        _log = new FunctionLog(_lambda.Function.Output);
    }

    public async Task<SandboxInvocation> InvokeAsync(Payload payload, CancellationToken cancellation)
    {
        var before = 0;
        try
        {
            if (_lambda is null)
            {
                await StartAsync(cancellation).ConfigureAwait(false);
            }

            before = _lambda!.Personalize.Calls.Count;
            var answer = await _lambda.InvokeAsync(payload.Json, cancellation).ConfigureAwait(false);
            await _log!.ReadAsync(answer, cancellation).ConfigureAwait(false);
            return new(CallsSince(before), answer.Error?.Message ?? "");
        }
        catch (FunctionUnavailableException exception)
        {
            var calls = CallsSince(before);
            await EndAsync().ConfigureAwait(false);
            return new(calls, exception.Message);
        }
    }

    public ValueTask DisposeAsync() => EndAsync();

    IReadOnlyList<PutEventsCall> CallsSince(int before) =>
        _lambda is null ? [] : [.. _lambda.Personalize.Calls.Skip(before)];

    async ValueTask EndAsync()
    {
        if (_lambda is { } lambda)
        {
            foreach (var (name, value) in _log!.Metrics)
            {
                _metrics[name] = _metrics.GetValueOrDefault(name) + value;
            }

            (_lambda, _log) = (null, null);
            await lambda.DisposeAsync().ConfigureAwait(false);
        }
    }
}
