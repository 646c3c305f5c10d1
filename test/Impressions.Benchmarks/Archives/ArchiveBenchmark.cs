using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace Impressions.Benchmarks.Archives;

/// <summary>
/// The command <c>archives</c>: what the tool takes for a day of events in a file, as whole processes, beside
/// <c>gzip -dc</c> of the same file. On one core and on all of them, by turns.
/// </summary>
static class ArchiveBenchmark
{
    public const string Name = "archives";

    const int Events = 200_000;
    const int Runs = 5;

    static readonly string[] OneCore = ["taskset", "-c", "0"];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("impressions-archives-");
        try
        {
            var plain = Path.Combine(folder.FullName, "events.tsv");
            var gzip = plain + ".gz";
            Console.WriteLine("Writing the events, then measuring, which takes a few minutes …");
            await WriteAsync(plain, gzip).ConfigureAwait(false);
            var subjects = Subjects(plain, gzip).ToList();
            for (var run = 0; run < Runs; run++)
            {
                foreach (var subject in subjects)
                {
                    subject.Seconds.Add(await TimeAsync(subject.Command).ConfigureAwait(false));
                }
            }

            Print(subjects, plain, gzip);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static IEnumerable<Subject> Subjects(string plain, string gzip)
    {
        string[] tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Impressions.Cli.dll")];
        yield return new("gzip -dc", [.. OneCore, "gzip", "-dc", gzip]);
        foreach (
            var command in (string[][])
                [
                    ["export"],
                    ["replay", "--dry-run"],
                    ["report"],
                ]
        )
        {
            var name = string.Join(' ', command);
            yield return new($"{name}, gzip, one core", [.. OneCore, .. tool, .. command, gzip]);
            yield return new($"{name}, gzip, all cores", [.. tool, .. command, gzip]);
            yield return new($"{name}, plain, one core", [.. OneCore, .. tool, .. command, plain]);
        }
    }

    static async Task WriteAsync(string plain, string gzip)
    {
        var file = File.Create(plain);
        await using (file.ConfigureAwait(false))
        {
            foreach (var line in Mix.Lines(Events))
            {
                await file.WriteAsync(line).ConfigureAwait(false);
                file.WriteByte((byte)'\n');
            }
        }

        using var content = File.OpenRead(plain);
        var packed = new GZipStream(File.Create(gzip), CompressionLevel.Fastest);
        await using (packed.ConfigureAwait(false))
        {
            await content.CopyToAsync(packed).ConfigureAwait(false);
        }
    }

    static async Task<double> TimeAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var startedAt = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null),
                process.WaitForExitAsync()
            )
            .ConfigureAwait(false);
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(startedAt).TotalSeconds
            : throw new InvalidOperationException(
                $"{string.Join(' ', command)} ended with exit code {process.ExitCode}."
            );
    }

    static void Print(List<Subject> subjects, string plain, string gzip)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Events:N0} events, {new FileInfo(plain).Length / 1e6:N0} MB, by gzip {new FileInfo(gzip).Length / 1e6:N0} MB; medians of {Runs}"
            )
        );
        Console.WriteLine("| command | seconds | ratio |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var subject in subjects)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {subject.Name} | {subject.Median:F2} | {subject.Median / subjects[0].Median:F2} |"
                )
            );
        }
    }

    sealed record Subject(string Name, string[] Command)
    {
        public List<double> Seconds { get; } = [];

        public double Median => Seconds.Order().ElementAt(Seconds.Count / 2);
    }
}
