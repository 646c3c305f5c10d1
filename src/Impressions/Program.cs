using System.Runtime.InteropServices;

namespace Impressions;

static class Program
{
    /// <summary>Lambda's name for a start that the settings prevent.</summary>
    const string InitErrorType = "Impressions.InvalidSettings";

    /// <summary>
    /// How long the first invocation is not asked for, while the connection opens: TLS reads all the certificates that the
    /// system trusts, and Lambda lends a start more CPU than invocations get.
    /// </summary>
    static readonly TimeSpan MostPreparation = TimeSpan.FromSeconds(1);

    const int StartFailed = 1;
    const int Misused = 2;

    static Task<int> Main()
    {
        // Read once, before the first socket: answers are handled on the one thread that waits for sockets, which saves a
        // fifth of the function's CPU. Nothing may block that thread.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
        return RunAsync();
    }

    static async Task<int> RunAsync()
    {
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } runtimeApi)
        {
            await Console
                .Error.WriteLineAsync(
                    $"Impressions {Product.Version} is a Lambda function and runs under Lambda's Runtime API (AWS_LAMBDA_RUNTIME_API is "
                        + "not set). To see it work on this machine, run: dotnet run --project src/Impressions.Cli"
                )
                .ConfigureAwait(false);
            return Misused;
        }

        KeepHeapInside(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
        using var shutdown = new CancellationTokenSource();
        // AWS's configuration and the first connection take as long as all else together: side by side with it.
        var opening = Task.Run(() => OpenPersonalize(shutdown.Token));
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
        _ = ImpressionsOptions.TryRead(Environment.GetEnvironmentVariable, out var options, out var problems);
        var (opened, prepared, problem) = await opening.ConfigureAwait(false);
        using var personalize = opened;
        if (options is null || personalize is null)
        {
            var message =
                "Impressions cannot start. "
                + string.Join("; ", problem is null ? problems : [.. problems, problem]);
            await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
            await runtime.ReportInitErrorAsync(InitErrorType, message, shutdown.Token).ConfigureAwait(false);
            return StartFailed;
        }

        await prepared.WaitAsync(MostPreparation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    /// <summary>Reads AWS's settings and, if they hold, begins to connect; without TLS that needs no waiting for.</summary>
    static (PersonalizeClient? Client, Task Prepared, string? Problem) OpenPersonalize(
        CancellationToken cancellation
    )
    {
        try
        {
            var access = PersonalizeAccess.FromEnvironment(
                ImpressionsOptions.ReadConcurrency(Environment.GetEnvironmentVariable)
            );
            var client = new PersonalizeClient(access, TimeProvider.System);
            var preparing = Task.Run(() => client.PrepareAsync(cancellation), cancellation);
            return (client, client.UsesTls ? preparing : Task.CompletedTask, null);
        }
        catch (FormatException exception)
        {
            return (
                null,
                Task.CompletedTask,
                $"AWS_REGION, AWS_ENDPOINT_URL_PERSONALIZE_EVENTS or AWS_ENDPOINT_URL: {exception.Message}"
            );
        }
    }

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
