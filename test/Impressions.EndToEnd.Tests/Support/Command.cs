using System.Diagnostics;
using Impressions.Core.Tests.Support;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>What a program said until it ended.</summary>
sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <param name="environment">Variables to set, or to take away where the value is null.</param>
    public static async Task<Command> RunAsync(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string? Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Command(process.ExitCode, await output, await errors);
    }
}
