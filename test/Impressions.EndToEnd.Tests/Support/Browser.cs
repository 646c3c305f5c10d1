using Impressions.Sandbox;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>Chromium, as Debian packages it, and what drives it.</summary>
static class Browser
{
    static readonly string[] Paths =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    public static string Executable => Array.Find(Paths, File.Exists) ?? Paths[0];

    public static string? Missing() =>
        NodeJs.Missing()
        ?? NodeJs.MissingSdk()
        ?? (File.Exists(Executable) ? null : "Needs Chromium: apt-get install chromium")
        ?? (
            SandboxTracker.IsInstalled
                ? null
                : $"Needs `npm ci` in {SandboxTracker.PackageFolder}, and a build after it"
        );
}
