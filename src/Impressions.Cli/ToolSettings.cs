using Impressions.Core;

namespace Impressions.Cli;

/// <summary>The function's settings for verbs that send nothing.</summary>
static class ToolSettings
{
    /// <param name="fixed">Settings that the command itself makes.</param>
    /// <exception cref="UsageException">A setting is wrong.</exception>
    public static ImpressionsOptions Read(params IReadOnlyList<(Setting Setting, string Value)> @fixed) =>
        ImpressionsOptions.TryRead(
            name => @fixed.FirstOrDefault(one => one.Setting.Name == name).Value ?? Variable(name),
            out var options,
            out var problems
        )
            ? options
            : throw new UsageException(string.Join(Environment.NewLine, problems));

    /// <summary>Nothing is sent, so no tracking id is needed.</summary>
    static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? (name == Settings.TrackingId.Name ? "none" : null);
}
