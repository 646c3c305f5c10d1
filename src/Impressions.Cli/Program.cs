using System.CommandLine;
using System.CommandLine.Help;

namespace Impressions;

static class Program
{
    const int Misused = 2;

    /// <summary>After an interruption, for what is under way to end and be written down: an invocation and then some.</summary>
    static readonly TimeSpan EndOfWork = TimeSpan.FromSeconds(75);

    static async Task<int> Main(string[] args)
    {
        var tool = new Command(
            "impressions",
            "Try Impressions on this machine: the function that tells Amazon Personalize which recommendations were clicked. "
                + "Without a verb it runs the captured sample events."
        )
        {
            RunCommand.Create(),
            PreviewCommand.Create(),
            ExportCommand.Create(),
            ReplayCommand.Create(),
            DeadLettersCommand.Create(),
            BenchCommand.Create(),
            ScaleCommand.Create(),
            ServeCommand.Create(),
            new HelpOption(),
            new VersionOption(),
        };
        var parsed = tool.Parse(args.Length == 0 ? ["run"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            }

            var verb = parsed.CommandResult.Command == tool ? "" : $" {parsed.CommandResult.Command.Name}";
            return await FailAsync($"See: {tool.Name}{verb} --help").ConfigureAwait(false);
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = EndOfWork,
            };
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is UsageException or FunctionUnavailableException)
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
