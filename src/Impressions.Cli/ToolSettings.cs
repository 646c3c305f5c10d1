using Impressions.Core;

namespace Impressions.Cli;

/// <summary>The function's settings for verbs that send nothing.</summary>
static class ToolSettings
{
    /// <exception cref="UsageException">A setting is wrong.</exception>
    public static ImpressionsOptions Read() =>
        ImpressionsOptions.TryRead(Variable, out var options, out var problems)
            ? options
            : throw new UsageException(string.Join(Environment.NewLine, problems));

    /// <summary>Nothing is sent, so no tracking id is needed.</summary>
    static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? (name == Settings.TrackingId.Name ? "none" : null);
}
