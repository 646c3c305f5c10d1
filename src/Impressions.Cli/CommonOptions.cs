using System.CommandLine;

namespace Impressions;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    public static readonly Option<string> Function = new("--function")
    {
        Description = "The published function to start; without it, the one built with this tool.",
        HelpName = "PATH",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write one JSON object instead of tables.",
    };

    public static readonly Option<int> Latency = NumberOption.Create(
        "--latency",
        "How long the local Personalize takes for each answer (milliseconds).",
        preset: 0,
        most: 60_000,
        unit: "MS"
    );
}
