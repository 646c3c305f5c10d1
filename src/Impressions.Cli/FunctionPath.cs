using System.CommandLine;

namespace Impressions;

static class FunctionPath
{
    /// <summary>The function as <c>dotnet publish</c> makes it; the build of the tool puts it beside the tool.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "function", Executable);

    /// <summary>For the verbs that start it.</summary>
    public static Option<string> NewOption() =>
        new("--function")
        {
            Description = "The published function to start; without it, the one built with this tool.",
            HelpName = "PATH",
        };

    static string Executable => OperatingSystem.IsWindows() ? "Impressions.exe" : "Impressions";
}
