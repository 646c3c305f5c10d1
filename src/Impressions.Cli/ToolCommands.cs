using System.CommandLine;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli;

/// <summary>Runs commands of a program: what is wrong with their use is one sentence and exit code 2.</summary>
static class ToolCommands
{
    const int Misused = 2;

    /// <summary>As shells have it for a program that Ctrl+C ended.</summary>
    const int Interrupted = 130;

    /// <summary>After an interruption, for the invocation under way to end and be recorded, and some margin.</summary>
    static readonly TimeSpan TerminationTimeout =
        LocalLambdaOptions.TemplateTimeout + TimeSpan.FromSeconds(15);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Command program, string[] arguments)
    {
        var parsed = program.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            }

            var command =
                parsed.CommandResult.Command == program ? "" : $" {parsed.CommandResult.Command.Name}";
            return await FailAsync($"See: {program.Name}{command} --help").ConfigureAwait(false);
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            };
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception exception)
            when (exception
                    is UsageException
                        or FunctionUnavailableException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            return await FailAsync(exception.Message).ConfigureAwait(false);
        }
    }

    static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        return Misused;
    }
}
