namespace Impressions.Cli;

static class FunctionPath
{
    /// <summary>The function as it is deployed; the build of the tool publishes it beside the tool.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "function", Executable);

    static string Executable => OperatingSystem.IsWindows() ? "Impressions.exe" : "Impressions";
}
