namespace Impressions.Tests;

/// <summary>A test that runs a script in Node.js.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeJs.Missing();
}

/// <summary>A test that runs the official JavaScript SDK, or another of the packages installed with it.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class JavaScriptSdkFactAttribute : FactAttribute
{
    public JavaScriptSdkFactAttribute() => Skip = NodeJs.Missing() ?? NodeJs.MissingSdk();
}

/// <summary>As <see cref="JavaScriptSdkFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class JavaScriptSdkTheoryAttribute : TheoryAttribute
{
    public JavaScriptSdkTheoryAttribute() => Skip = NodeJs.Missing() ?? NodeJs.MissingSdk();
}

/// <summary>What is there to run JavaScript. With <c>CI=true</c> nothing counts as missing: the tests fail instead.</summary>
static class NodeJs
{
    public static string SdkFolder { get; } =
        Repository.PathTo("test", "Impressions.EndToEnd.Tests", "JavaScriptSdk");

    static bool MustBeThere => Environment.GetEnvironmentVariable("CI") == "true";

    public static string? Missing()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return MustBeThere || Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "node")))
            ? null
            : "Needs node on the path";
    }

    public static string? MissingSdk() =>
        MustBeThere || Directory.Exists(Path.Combine(SdkFolder, "node_modules"))
            ? null
            : "Needs `npm ci` in test/Impressions.EndToEnd.Tests/JavaScriptSdk";
}
