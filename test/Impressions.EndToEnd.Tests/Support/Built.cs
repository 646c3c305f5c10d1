using System.Reflection;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>What the build made, as users get it.</summary>
static class Built
{
    /// <summary>The published function's executable.</summary>
    public static string Function => Metadata("FunctionPath");

    /// <summary>The tool's executable.</summary>
    public static string Tool => Metadata("ToolPath");

    /// <summary>The benchmarks' executable.</summary>
    public static string Benchmarks => Metadata("BenchmarksPath");

    static string Metadata(string key) =>
        typeof(Built)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
