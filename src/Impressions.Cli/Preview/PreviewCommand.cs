using System.CommandLine;
using Impressions.Cli.Input;

namespace Impressions.Cli.Preview;

/// <summary><c>impressions preview</c>: what each event would become, without any call.</summary>
static class PreviewCommand
{
    const int Done = 0;
    const int Failed = 1;

    /// <summary>Records that are looked at together; the most that Lambda puts into an invocation.</summary>
    const int Most = 10_000;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = CommonOptions.InputDescription };
        var command = new Command(
            "preview",
            "Show what each event would become, one JSON object a line, without calling anything. "
                + "The function's settings are taken from the environment. Exit code 1 when there are dead letters."
        )
        {
            file,
        };
        command.SetAction(parsed => // at once ended by Ctrl+C, also while it waits for standard input
        {
            var files = InputPaths
                .FindAsync([parsed.GetRequiredValue(file)], CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            using var output = Console.OpenStandardOutput();
            var preview = new EventPreview(ToolSettings.Read(), output);
            var places = RecordPlaces.OfCommand(DateTimeOffset.UtcNow);
            foreach (
                var part in InputPart.Cut(files.SelectMany(input => InputReader.Read(input, places)), Most)
            )
            {
                preview.Write(part.Records);
            }

            return preview.DeadLetters == 0 ? Done : Failed;
        });
        return command;
    }
}
