using System.Globalization;
using System.IO.Compression;
using System.Text;
using Impressions.Cli;
using Impressions.Cli.Input;

namespace Impressions.Edge.Tests.Cli;

public sealed class MappedInputTests : IDisposable
{
    /// <summary>Several parts of a file.</summary>
    const int ManyLines = 60_000;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MapAsync_FilesOfAllSizes_KeepsTheirOrder(bool isOrdered)
    {
        var sizes = new[] { 3, ManyLines, 0, 1, ManyLines / 3, 17, 5, 0, 2, ManyLines };
        var files = sizes.Select((lines, file) => FileOf(file, lines)).ToList();
        var random = new Random(7);
        var mapped = new List<string>();

        var results = MappedInput.MapAsync<IReadOnlyList<string>>(
            files,
            () => part => TextsOf(part, random),
            isOrdered,
            TestContext.Current.CancellationToken
        );
        await foreach (var lines in results)
        {
            mapped.AddRange(lines);
        }

        Assert.Equal(
            sizes.SelectMany((lines, file) => Enumerable.Range(0, lines).Select(line => Text(file, line))),
            mapped
        );
    }

    [Fact]
    public async Task MapAsync_Remembering_IsDoneByOneMapper()
    {
        var mappers = 0;

        var results = MappedInput.MapAsync<int>(
            [FileOf(0, ManyLines), FileOf(1, ManyLines)],
            () =>
            {
                mappers++;
                return part => part.Records.Count;
            },
            isOrdered: true,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(2 * ManyLines, await results.SumAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, mappers);
    }

    [Fact]
    public async Task MapAsync_DamagedFile_HandsOutWhatIsBeforeIt()
    {
        var damaged = Path.Combine(_folder.FullName, "damaged.gz");
        var whole = await File.ReadAllBytesAsync(FileOf(1, 100).Path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(damaged, whole[..^9], TestContext.Current.CancellationToken);
        var mapped = 0;

        var results = MappedInput.MapAsync<int>(
            [FileOf(0, ManyLines), InputFile.Of(damaged), FileOf(2, 5)],
            () => part => part.Records.Count,
            isOrdered: false,
            TestContext.Current.CancellationToken
        );
        var failure = await Assert.ThrowsAsync<UsageException>(async () =>
        {
            await foreach (var lines in results)
            {
                mapped += lines;
            }
        });

        Assert.StartsWith(damaged, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ManyLines, mapped);
    }

    [Fact]
    public async Task MapAsync_Lines_NamesNoTwoRecordsTheSame()
    {
        var results = MappedInput.MapAsync<IReadOnlyList<string>>(
            [FileOf(0, ManyLines), FileOf(1, ManyLines)],
            () => part => [.. part.Records.Select(record => record.EventId)],
            isOrdered: false,
            TestContext.Current.CancellationToken
        );
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var part in results)
        {
            names.UnionWith(part);
        }

        Assert.Equal(2 * ManyLines, names.Count);
    }

    static IReadOnlyList<string> TextsOf(InputPart part, Random random)
    {
        bool isSlow;
        lock (random)
        {
            isSlow = random.Next(2) == 0;
        }

        Thread.SpinWait(isSlow ? 1_000_000 : 1);
        return [.. part.Records.Select(record => Encoding.UTF8.GetString(record.Content.Span))];
    }

    InputFile FileOf(int file, int lines)
    {
        var path = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{file}.tsv"));
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var text = new StreamWriter(gzip);
        foreach (var line in Enumerable.Range(0, lines))
        {
            text.Write(Text(file, line) + "\n");
        }

        return new(path, Length: 0);
    }

    static string Text(int file, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}\t{line}\t{new string('x', 40)}");
}
