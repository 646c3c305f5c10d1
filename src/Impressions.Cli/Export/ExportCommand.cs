using System.CommandLine;
using System.Globalization;
using Impressions.Cli.Input;

namespace Impressions.Cli.Export;

/// <summary><c>impressions export</c>: past events as the file that Personalize imports in bulk.</summary>
static class ExportCommand
{
    const int Failed = 1;

    /// <summary>Records that are planned together; the most that Lambda puts into an invocation.</summary>
    const int PlannedTogether = 10_000;

    static readonly Argument<string[]> Files = new("FILES")
    {
        Description = CommonOptions.InputDescription,
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where the CSV goes; standard output by default.",
        HelpName = "FILE.csv",
    };

    static readonly Option<string> Schema = new("--schema")
    {
        Description = "Where the Avro schema of the dataset goes.",
        HelpName = "FILE.json",
    };

    public static Command Create()
    {
        var command = new Command(
            "export",
            "Write the interactions of past events as the CSV that Personalize imports in bulk: the same ones that the "
                + "function sends, by the settings in the environment. Each event counts once, in the order of the files."
        )
        {
            Files,
            Output,
            Schema,
        };
        command.SetAction(
            async (parsed, cancellation) =>
                await RunAsync(
                        await InputPaths
                            .FindAsync(parsed.GetRequiredValue(Files), cancellation)
                            .ConfigureAwait(false),
                        parsed.GetValue(Output),
                        parsed.GetValue(Schema),
                        cancellation
                    )
                    .ConfigureAwait(false)
        );
        return command;
    }

    static async Task<int> RunAsync(
        IReadOnlyList<string> files,
        string? output,
        string? schema,
        CancellationToken cancellation
    )
    {
        var options = ToolSettings.Read();
        if (schema is not null)
        {
            using var schemaFile = OutputFiles.Create(schema);
            schemaFile.Write(
                System.Text.Encoding.UTF8.GetBytes(InteractionsCsv.SchemaOf(options.Properties))
            );
        }

        using var stream = output is null ? Console.OpenStandardOutput() : OutputFiles.Create(output);
        using var csv = new InteractionsCsv(stream, options.Properties);
        var export = new Exporter(options, csv);
        await ToolConsole
            .WithProgressAsync(
                ToolConsole.Kibibytes(files.Sum(InputPaths.Length)),
                "KiB read",
                progress => Write(files, export, progress, cancellation)
            )
            .ConfigureAwait(false);
        await Console.Error.WriteLineAsync(Summary(export)).ConfigureAwait(false);
        return export.DeadLetters == 0 ? 0 : Failed;
    }

    static Task<Exporter> Write(
        IReadOnlyList<string> files,
        Exporter export,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var places = RecordPlaces.OfCommand(DateTimeOffset.UtcNow);
        var before = 0L;
        foreach (var file in files)
        {
            foreach (var part in InputPart.Cut(InputReader.Read(file, places), PlannedTogether))
            {
                cancellation.ThrowIfCancellationRequested();
                export.Add(part.Records);
                progress(ToolConsole.Kibibytes(before + part.BytesRead));
            }

            before += InputPaths.Length(file);
        }

        return Task.FromResult(export);
    }

    static string Summary(Exporter export)
    {
        var parts = new (long Count, string What)[]
        {
            (export.Duplicates, "events left out: they were there before"),
            (export.WithoutUser, "left out: they have no user"),
            (export.ImpressionsLeftOut, "without their impression: an item's id has a | in it"),
            (export.DeadLetters, "dead letters: impressions run says why"),
        };
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{export.Events:N0} events, {export.Interactions:N0} interactions written"
        );
        return string.Join(
            "; ",
            [
                summary,
                .. parts
                    .Where(part => part.Count > 0)
                    .Select(part =>
                        string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} {part.What}")
                    ),
            ]
        );
    }
}
