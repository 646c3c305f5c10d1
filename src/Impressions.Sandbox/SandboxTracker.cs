namespace Impressions.Sandbox;

/// <summary>The Snowplow tracker and its plugins, as npm installs them and the build puts them beside the tool.</summary>
static class SandboxTracker
{
    /// <summary>Where the package is that npm installs, from the top of the repository.</summary>
    public const string PackageFolder = "src/Impressions.Sandbox/Page";

    static string Folder => Path.Combine(AppContext.BaseDirectory, "tracker");

    public static bool IsInstalled => File.Exists(Path.Combine(Folder, "browser-tracker.js"));

    /// <summary>Null when there is no such script.</summary>
    /// <param name="name">Of the file, without its folder.</param>
    public static byte[]? TryRead(string name)
    {
        var isName = name.All(character => char.IsAsciiLetterLower(character) || character is '-' or '.');
        var path = Path.Combine(Folder, name);
        return isName && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
