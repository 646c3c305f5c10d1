using Impressions.Core.Tests.Support;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>What is there to run JavaScript.</summary>
static class NodeJs
{
    public static string SdkFolder { get; } =
        Repository.PathTo("test", "Impressions.EndToEnd.Tests", "JavaScriptSdk");

    public static string? Missing() => Programs.Missing("node");

    public static string? MissingSdk() =>
        Directory.Exists(Path.Combine(SdkFolder, "node_modules"))
            ? null
            : "Needs `npm ci` in test/Impressions.EndToEnd.Tests/JavaScriptSdk";
}
