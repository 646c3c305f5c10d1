using System.CommandLine;
using System.Globalization;

namespace Impressions;

/// <summary><c>impressions export</c>: past events as the file that Personalize imports in bulk.</summary>
static class ExportCommand
{
    const int Failed = 1;

    static readonly Argument<string[]> Files = new("FILES")
    {
        Description =
            "Enriched events, one a line: files, gzip (.gz), folders of them; - for standard input.",
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
        command.SetAction(parsed =>
            RunAsync(
                EventFiles.Find(parsed.GetRequiredValue(Files)),
                parsed.GetValue(Output),
                parsed.GetValue(Schema)
            )
        );
        return command;
    }

    static async Task<int> RunAsync(IReadOnlyList<string> files, string? output, string? schema)
    {
        var options = ToolSettings.Read();
        if (schema is not null)
        {
            using var schemaFile = Created(schema);
            schemaFile.Write(
                System.Text.Encoding.UTF8.GetBytes(InteractionsCsv.SchemaOf(options.Properties))
            );
        }

        using var stream = output is null ? Console.OpenStandardOutput() : Created(output);
        using var csv = new InteractionsCsv(stream, options.Properties);
        var export = new Export(options, csv, DateTimeOffset.UtcNow);
        await ToolConsole
            .WithProgressAsync(
                Kibibytes(files.Sum(EventFiles.Length)),
                "KiB read",
                progress => Write(files, export, progress)
            )
            .ConfigureAwait(false);
        await Console.Error.WriteLineAsync(Summary(export)).ConfigureAwait(false);
        return export.DeadLetters == 0 ? 0 : Failed;
    }

    static Task<Export> Write(IReadOnlyList<string> files, Export export, Action<int> progress)
    {
        var before = 0L;
        foreach (var file in files)
        {
            foreach (var lines in EventFiles.Read(file, read => progress(Kibibytes(before + read))))
            {
                export.Add(lines);
            }

            before += EventFiles.Length(file);
        }

        return Task.FromResult(export);
    }

    static string Summary(Export export)
    {
        var parts = new (long Count, string What)[]
        {
            (export.Duplicates, "events left out: they were there before"),
            (export.WithoutUser, "left out for want of a user"),
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

    static int Kibibytes(long bytes) => (int)Math.Min(bytes / 1_024, int.MaxValue);

    /// <summary>Never over what is there: it may be one of the files to read.</summary>
    static FileStream Created(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written: {exception.Message}", exception);
        }
    }
}
