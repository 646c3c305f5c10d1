using System.CommandLine;
using System.Globalization;
using Impressions.Cli.Input;
using Impressions.Core;

namespace Impressions.Cli.Export;

/// <summary><c>impressions export</c>: past events as the file that Personalize imports in bulk.</summary>
static class ExportCommand
{
    const int Failed = 1;

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

    static readonly Option<int> DuplicatesMemory = NumberOption.Create(
        "--duplicates-memory",
        "Memory for what finds duplicates: 28 to 56 MB for a million interactions. When it is full, the older half is "
            + "forgotten, and the summary says so.",
        preset: 1_024,
        least: 1,
        most: 65_536,
        unit: "MIB"
    );

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
            DuplicatesMemory,
        };
        command.SetAction(
            async (parsed, cancellation) =>
                await RunAsync(
                        await InputPaths
                            .FindAsync(parsed.GetRequiredValue(Files), cancellation)
                            .ConfigureAwait(false),
                        parsed.GetValue(Output),
                        parsed.GetValue(Schema),
                        (long)parsed.GetValue(DuplicatesMemory) << 20,
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
        long duplicatesMemory,
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
        var export = new Exporter(csv, new RememberedIds(duplicatesMemory));
        await ToolConsole
            .WithProgressAsync(
                ToolConsole.Kibibytes(files.Sum(InputPaths.Length)),
                "KiB read",
                progress => WriteAsync(files, options, export, progress, cancellation)
            )
            .ConfigureAwait(false);
        await Console.Error.WriteLineAsync(Summary(export)).ConfigureAwait(false);
        return export.DeadLetters == 0 ? 0 : Failed;
    }

    static async Task<Exporter> WriteAsync(
        IReadOnlyList<string> files,
        ImpressionsOptions options,
        Exporter export,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var parts = MappedInput.MapAsync<MappedPart>(
            files,
            () => new ExportMapper(options).Map,
            options.RemembersEvents,
            cancellation
        );
        await foreach (var part in parts.ConfigureAwait(false))
        {
            export.Add(part);
            progress(ToolConsole.Kibibytes(part.BytesRead));
        }

        return export;
    }

    static string Summary(Exporter export)
    {
        var parts = new (long Count, string What)[]
        {
            (export.Duplicates, "events left out: they were there before"),
            (export.Forgotten, "of them no longer remembered: --duplicates-memory"),
            (export.WithoutUser, "left out: they have no user"),
            (export.WithLineBreak, "left out: an id has a line break in it"),
            (
                export.ImpressionsLeftOut,
                "without their impression: an item's id has a | or a line break in it"
            ),
            (export.ValuesLeftOut, "values of properties left out: over 1,000 characters, or a line break"),
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
