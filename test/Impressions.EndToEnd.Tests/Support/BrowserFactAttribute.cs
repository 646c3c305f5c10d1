namespace Impressions.Tests;

/// <summary>A test that drives the sandbox's page in a real browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.Missing();
}

/// <summary>As <see cref="BrowserFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.Missing();
}

/// <summary>Chromium, as Debian packages it. With <c>CI=true</c> nothing counts as missing: the tests fail instead.</summary>
static class Browser
{
    static readonly string[] Paths =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    static bool MustBeThere => Environment.GetEnvironmentVariable("CI") == "true";

    public static string Executable => Array.Find(Paths, File.Exists) ?? Paths[0];

    public static string? Missing() =>
        NodeJs.Missing()
        ?? NodeJs.MissingSdk()
        ?? (MustBeThere || File.Exists(Executable) ? null : "Needs Chromium: apt-get install chromium")
        ?? (
            MustBeThere || SandboxTracker.IsInstalled
                ? null
                : $"Needs `npm ci` in {SandboxTracker.PackageFolder}, and a build after it"
        );
}
