using Impressions.Emulation.Bucket;
using Impressions.Emulation.Personalize;

namespace Impressions.Emulation.Lambda;

/// <summary>The real function as a child process between a local Lambda Runtime API and a local Personalize.</summary>
sealed class LocalLambda : IAsyncDisposable
{
    /// <summary>A function that reports a failed start is given this long to say why and exit.</summary>
    static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(2);

    PersonalizeEndpoint? _personalize;
    BucketEndpoint? _bucket;
    LambdaRuntimeApi? _runtimeApi;
    FunctionProcess? _function;

    LocalLambda() { }

    /// <summary>Only where the options ask for it.</summary>
    public PersonalizeEndpoint Personalize => _personalize!;

    /// <summary>Null where the options ask for none.</summary>
    public BucketEndpoint? Bucket => _bucket;

    public FunctionProcess Function => _function!;

    /// <summary>Returns when the process runs; whether the function can start shows with its first invocation.</summary>
    /// <exception cref="FunctionUnavailableException">There is no such executable.</exception>
    public static async Task<LocalLambda> StartAsync(
        LocalLambdaOptions options,
        CancellationToken cancellation
    )
    {
        var lambda = new LocalLambda();
        try
        {
            await lambda.StartPartsAsync(options, cancellation).ConfigureAwait(false);
            return lambda;
        }
        catch
        {
            await lambda.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="LambdaRuntimeApi.InvokeAsync"/>
    /// <exception cref="FunctionUnavailableException">
    /// The function could not start, or ended before it answered; the message has its last line of standard error.
    /// </exception>
    public async Task<InvocationAnswer> InvokeAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        try
        {
            return await _runtimeApi!.InvokeAsync(payload, timeout, cancellation).ConfigureAwait(false);
        }
        catch (FunctionUnavailableException e)
        {
            await Task.WhenAny(Function.Exited, Task.Delay(LastWordsLimit, cancellation))
                .ConfigureAwait(false);
            if (e.Message.Contains(Function.LastErrorLine, StringComparison.Ordinal))
            {
                throw;
            }

            throw new FunctionUnavailableException($"{e.Message}; it said: {Function.LastErrorLine}", e);
        }
    }

    /// <inheritdoc cref="InvokeAsync(ReadOnlyMemory{byte}, TimeSpan, CancellationToken)"/>
    /// <summary>With the timeout that the template sets.</summary>
    public Task<InvocationAnswer> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        InvokeAsync(payload, LocalLambdaOptions.TemplateTimeout, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_function is not null)
        {
            await _function.DisposeAsync().ConfigureAwait(false);
        }

        if (_runtimeApi is not null)
        {
            await _runtimeApi.DisposeAsync().ConfigureAwait(false);
        }

        if (_bucket is not null)
        {
            await _bucket.DisposeAsync().ConfigureAwait(false);
        }

        if (_personalize is not null)
        {
            await _personalize.DisposeAsync().ConfigureAwait(false);
        }
    }

    async Task StartPartsAsync(LocalLambdaOptions options, CancellationToken cancellation)
    {
        if (options.HasLocalPersonalize && options.PersonalizeAddress is null)
        {
            _personalize = await PersonalizeEndpoint
                .StartAsync(options.Endpoint, cancellation)
                .ConfigureAwait(false);
        }

        if (options.Bucket is { } bucket)
        {
            _bucket = await BucketEndpoint.StartAsync(bucket, cancellation).ConfigureAwait(false);
        }

        _runtimeApi = await LambdaRuntimeApi
            .StartAsync(options.Endpoint.Time, cancellation)
            .ConfigureAwait(false);
        _function = FunctionProcess.Start(
            options.FunctionPath,
            options.Environment(
                _runtimeApi.HostAndPort,
                options.PersonalizeAddress ?? _personalize?.Address,
                _bucket?.Address
            )
        );
        _ = ReportExitAsync(_function, _runtimeApi);
    }

    static async Task ReportExitAsync(FunctionProcess function, LambdaRuntimeApi runtimeApi)
    {
        var exitCode = await function.Exited.ConfigureAwait(false);
        runtimeApi.MarkUnavailable($"The function exited with code {exitCode}");
    }
}
