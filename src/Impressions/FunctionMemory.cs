using System.Globalization;

namespace Impressions;

/// <summary>How much memory Lambda gives the function.</summary>
static class FunctionMemory
{
    /// <summary>Set by Lambda (MB).</summary>
    const string Variable = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>As in the template, for a host that is not Lambda (MB).</summary>
    const int DefaultMegabytes = 512;

    /// <returns>In bytes.</returns>
    public static long Read(Func<string, string?> variable) =>
        int.TryParse(variable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
        && megabytes > 0
            ? (long)megabytes << 20
            : (long)DefaultMegabytes << 20;
}
