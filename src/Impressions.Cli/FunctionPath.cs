namespace Impressions;

static class FunctionPath
{
    /// <summary>The function as <c>dotnet publish</c> makes it; the build of the tool puts it beside the tool.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "function", Executable);

    static string Executable => OperatingSystem.IsWindows() ? "Impressions.exe" : "Impressions";
}
