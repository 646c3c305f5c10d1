using System.Diagnostics.CodeAnalysis;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Personalize;

namespace Impressions;

/// <summary>The function from its settings to its end.</summary>
static class ImpressionsFunction
{
    /// <summary><c>errorType</c> reported to Lambda when the settings are invalid.</summary>
    const string InitErrorType = "Impressions.InvalidSettings";

    /// <summary>Two operations on metadata, one call each at a time, beside the calls of PutEvents.</summary>
    const int MetadataConnections = 2;

    const int StartFailed = 1;
    const int NotOnLambda = 2;

    /// <summary>
    /// Longest delay before asking for the first invocation while the TLS connection opens. Lambda does not throttle CPU
    /// during init.
    /// </summary>
    static readonly TimeSpan MaxPreparation = TimeSpan.FromSeconds(1);

    /// <summary>Reads the settings, puts the function together, connects, and handles invocations until shutdown.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(FunctionHost host, CancellationToken shutdown)
    {
        if (host.Variable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } runtimeApi)
        {
            await host
                .Errors.WriteLineAsync(
                    $"Impressions {Product.Version} is a Lambda function and runs under Lambda's Runtime API (AWS_LAMBDA_RUNTIME_API is "
                        + "not set). To see it work on this machine, run: dotnet run --project src/Impressions.Cli"
                )
                .ConfigureAwait(false);
            return NotOnLambda;
        }

        using var http = new HttpMessageInvoker(host.OpenRuntimeApi());
        var runtime = new LambdaRuntime(http, runtimeApi, host.Output, host.Time);
        if (!TryRead(host.Variable, out var options, out var access, out var problems))
        {
            var message = "Impressions cannot start. " + string.Join("; ", problems);
            await host.Errors.WriteLineAsync(message).ConfigureAwait(false);
            await runtime.ReportInitErrorAsync(InitErrorType, message, shutdown).ConfigureAwait(false);
            return StartFailed;
        }

        using var personalize = new PersonalizeClient(
            access,
            host.OpenPersonalize(options.PutEventsConcurrency + MetadataConnections),
            host.Time
        );
        var preparing = Task.Run(() => personalize.PrepareAsync(shutdown), shutdown);
        using var function = new FunctionSetup<ReadOnlyMemory<byte>>(
            options,
            batch => PutEventsJson.Write(batch, options.TrackingId),
            personalize.PutEventsAsync,
            (call, deadline) => personalize.PutMetadataAsync(call, options, deadline),
            host.Variable("AWS_LAMBDA_FUNCTION_NAME"),
            FunctionMemory.Read(host.Variable),
            host.Output,
            host.Time
        );
        await preparing
            .WaitAsync(MaxPreparation, host.Time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await runtime.RunAsync(function.Handler.HandleAsync, shutdown).ConfigureAwait(false);
        return 0;
    }

    /// <summary>All settings, whole and valid, or everything that is wrong with them.</summary>
    static bool TryRead(
        Func<string, string?> variable,
        [NotNullWhen(true)] out ImpressionsOptions? options,
        [NotNullWhen(true)] out PersonalizeAccess? access,
        out IReadOnlyList<string> problems
    )
    {
        _ = ImpressionsOptions.TryRead(variable, out options, out problems);
        try
        {
            access = PersonalizeAccess.FromEnvironment(variable);
        }
        catch (FormatException failure)
        {
            access = null;
            problems =
            [
                .. problems,
                $"AWS_REGION, AWS_ENDPOINT_URL_PERSONALIZE_EVENTS or AWS_ENDPOINT_URL: {failure.Message}",
            ];
        }

        return options is not null && access is not null;
    }
}
