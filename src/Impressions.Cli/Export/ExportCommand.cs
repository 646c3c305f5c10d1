using System.CommandLine;
using System.Globalization;
using System.Text;
using Impressions.Cli.Aws;
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
        Description =
            "Where the CSV goes; standard output by default. For a folder of a bucket, s3://bucket/folder/, objects of 1 GiB each, "
            + "and a manifest in the folder below when all is there.",
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

    static readonly Option<bool> AllowDeadLetters = new("--allow-dead-letters")
    {
        Description =
            "Exit code 0 although there are dead letters: damaged events, which the summary counts.",
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
            DuplicatesMemory,
            AllowDeadLetters,
        };
        foreach (var option in InputSelection.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var selection = InputSelection.Of(parsed);
        var options = ToolSettings.Read();
        var files = await selection
            .FindAsync(parsed.GetRequiredValue(Files), cancellation)
            .ConfigureAwait(false);
        if (parsed.GetValue(Schema) is { } schema)
        {
            using var schemaFile = OutputFiles.Create(schema);
            schemaFile.Write(Encoding.UTF8.GetBytes(InteractionsCsv.SchemaOf(options.Properties)));
        }

        var ids = new RememberedIds((long)parsed.GetValue(DuplicatesMemory) << 20);
        var output = parsed.GetValue(Output);
        Exporter export;
        if (output is not null && S3Location.TryParse(output, out var bucket))
        {
            var folder = bucket.Prefix is "" or [.., '/']
                ? bucket
                : bucket with
                {
                    Prefix = bucket.Prefix + '/',
                };
            using var objects = new InteractionsObjects(
                S3Client.S3,
                folder,
                selection.Share,
                options.Properties
            );
            await objects.CheckFolderAsync(cancellation).ConfigureAwait(false);
            export = new Exporter(objects, ids);
            await ExportAsync(files, options, export, cancellation).ConfigureAwait(false);
            objects.Complete(export);
        }
        else
        {
            using var stream = output is null ? Console.OpenStandardOutput() : OutputFiles.Create(output);
            using var csv = new InteractionsCsv(stream, options.Properties);
            export = new Exporter(csv, ids);
            await ExportAsync(files, options, export, cancellation).ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync(Summary(export)).ConfigureAwait(false);
        return export.DeadLetters == 0 || parsed.GetValue(AllowDeadLetters) ? 0 : Failed;
    }

    static Task ExportAsync(
        IReadOnlyList<InputFile> files,
        ImpressionsOptions options,
        Exporter export,
        CancellationToken cancellation
    ) =>
        ToolConsole.WithProgressAsync(
            ToolConsole.Kibibytes(files.Sum(file => file.Length)),
            "KiB read",
            progress => WriteAsync(files, options, export, progress, cancellation)
        );

    static async Task<Exporter> WriteAsync(
        IReadOnlyList<InputFile> files,
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
