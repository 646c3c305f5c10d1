using System.CommandLine;

namespace Impressions;

/// <summary><c>impressions preview</c>: what each event would become, without any call.</summary>
static class PreviewCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description =
                "Enriched events, one a line (.tsv), or a Kinesis event (.json); - for standard input.",
        };
        var command = new Command(
            "preview",
            "Show what each event would become, one JSON object a line, without calling anything. "
                + "The function's settings are taken from the environment."
        )
        {
            file,
        };
        command.SetAction(parsed =>
        {
            using var output = Console.OpenStandardOutput();
            var records = InputFiles.ReadRecords(parsed.GetRequiredValue(file));
            new EventPreview(ToolSettings.Read(), output).Write(records, DateTimeOffset.UtcNow);
            return 0;
        });
        return command;
    }
}
