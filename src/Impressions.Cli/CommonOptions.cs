using System.CommandLine;

namespace Impressions.Cli;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    /// <summary>Of the argument that names the input.</summary>
    public const string InputDescription =
        "Enriched events, one a line; Kinesis events (JSON), what aws kinesis get-records prints, dead letters, objects of "
        + "Lambda's on-failure destination: files, gzip, folders, s3://bucket/prefix; - for standard input.";

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
