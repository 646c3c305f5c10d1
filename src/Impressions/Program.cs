using System.Runtime.InteropServices;
using Amazon.Runtime;

namespace Impressions;

static class Program
{
    /// <summary>Lambda's name for a start that the settings prevent.</summary>
    const string InitErrorType = "Impressions.InvalidSettings";

    const int StartFailed = 1;
    const int Misused = 2;

    static async Task<int> Main()
    {
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } runtimeApi)
        {
            await Console
                .Error.WriteLineAsync(
                    $"Impressions {Version} is a Lambda function and runs under Lambda's Runtime API (AWS_LAMBDA_RUNTIME_API is "
                        + "not set). To see it work on this machine, run: dotnet run --project src/Impressions.Cli"
                )
                .ConfigureAwait(false);
            return Misused;
        }

        KeepHeapInside(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
        using var shutdown = new CancellationTokenSource();
        using var sigterm = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true; // not yet: the invocation under way is answered first
                shutdown.Cancel();
            }
        );
        // Ctrl+C at a terminal reaches every process there; the tool that started this one decides when it ends.
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var http = LambdaRuntime.OpenHttp();
        using var output = Console.OpenStandardOutput();
        var runtime = new LambdaRuntime(http, runtimeApi, output);
        using var personalize = OpenPersonalize(out var options, out var problems);
        if (options is null || personalize is null)
        {
            var message = "Impressions cannot start. " + string.Join("; ", problems);
            await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
            await runtime.ReportInitErrorAsync(InitErrorType, message, shutdown.Token).ConfigureAwait(false);
            return StartFailed;
        }

        using var metadata = new MetadataClient(options);
        using var function = new FunctionSetup<ReadOnlyMemory<byte>>(
            options,
            batch => PutEventsJson.Write(batch, options.TrackingId),
            personalize.PostAsync,
            metadata.PutAsync,
            output
        );
        await runtime.RunAsync(function.Handler.HandleAsync, shutdown.Token).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Reads the settings, ours and AWS's, and finds every mistake in them.</summary>
    static PersonalizeClient? OpenPersonalize(
        out ImpressionsOptions? options,
        out IReadOnlyList<string> problems
    )
    {
        _ = ImpressionsOptions.TryRead(Environment.GetEnvironmentVariable, out options, out problems);
        try
        {
            return PersonalizeClient.FromEnvironment(options?.PutEventsConcurrency ?? 1);
        }
        catch (AmazonClientException exception)
        {
            problems =
            [
                .. problems,
                $"AWS_REGION, AWS_ENDPOINT_URL_PERSONALIZE_EVENTS or AWS_ENDPOINT_URL: {exception.Message}",
            ];
            return null;
        }
    }

    static string Version => typeof(Program).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>
    /// The runtime would size its heap by the host; Lambda kills what outgrows the function's memory.
    /// </summary>
    static void KeepHeapInside(string? memoryMegabytes)
    {
        if (ulong.TryParse(memoryMegabytes, out var megabytes) && megabytes > 0)
        {
            AppContext.SetData("GCHeapHardLimit", megabytes << 20);
            GC.RefreshMemoryLimit();
        }
    }
}
